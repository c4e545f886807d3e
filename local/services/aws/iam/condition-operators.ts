import { BlockList, isIP } from 'node:net';
import { compileArn } from './arn-pattern.ts';
import { compileText } from './text-pattern.ts';
import type { KeyReader } from './types.ts';

/** Compares one value of a request with one of the policy. */
export type Comparison = (actual: string, keys: KeyReader) => boolean;

/** Makes the comparison with a value of the policy; `variables` says whether `${...}` means something in it. */
export type ConditionOperator = (wanted: string, variables: boolean) => Comparison;

// documented: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html (all operators)
/** The operators that ask for a match; `NEGATED` has those that ask for none. */
export const OPERATORS: Readonly<Record<string, ConditionOperator>> = {
  StringEquals: (wanted, variables) => text(wanted, { wildcards: false, variables }),
  StringEqualsIgnoreCase: (wanted, variables) =>
    text(wanted, { wildcards: false, variables, ignoreCase: true }),
  StringLike: (wanted, variables) => text(wanted, { wildcards: true, variables }),
  // documented: the same page (ArnEquals and ArnLike behave identically)
  ArnEquals: arn,
  ArnLike: arn,
  Bool: (wanted) => (actual) => actual.toLowerCase() === wanted.toLowerCase(),
  BinaryEquals: (wanted) => (actual) => actual === wanted,
  IpAddress: (wanted) => {
    const block = new BlockList();
    const [network = '', bits] = wanted.split('/');
    const family = isIP(network) === 6 ? 'ipv6' : 'ipv4';
    block.addSubnet(network, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family);
    return (actual) => {
      const version = isIP(actual);
      return version !== 0 && block.check(actual, version === 6 ? 'ipv6' : 'ipv4');
    };
  },
  NumericEquals: compare(Number, (actual, wanted) => actual === wanted),
  NumericLessThan: compare(Number, (actual, wanted) => actual < wanted),
  NumericLessThanEquals: compare(Number, (actual, wanted) => actual <= wanted),
  NumericGreaterThan: compare(Number, (actual, wanted) => actual > wanted),
  NumericGreaterThanEquals: compare(Number, (actual, wanted) => actual >= wanted),
  DateEquals: compare(readDate, (actual, wanted) => actual === wanted),
  DateLessThan: compare(readDate, (actual, wanted) => actual < wanted),
  DateLessThanEquals: compare(readDate, (actual, wanted) => actual <= wanted),
  DateGreaterThan: compare(readDate, (actual, wanted) => actual > wanted),
  DateGreaterThanEquals: compare(readDate, (actual, wanted) => actual >= wanted),
};

/** What an operator that asks for no match is the opposite of. */
export const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NotIpAddress: 'IpAddress',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
};

function text(...parameters: Parameters<typeof compileText>): Comparison {
  const pattern = compileText(...parameters);
  return (actual, keys) => pattern.matches(actual, keys);
}

function arn(wanted: string, variables: boolean): Comparison {
  const pattern = compileArn(wanted, variables);
  return (actual, keys) => pattern.matches(actual, keys);
}

function compare(
  read: (text: string) => number,
  holds: (actual: number, wanted: number) => boolean,
): ConditionOperator {
  return (wantedText) => {
    const wanted = read(wantedText);
    return (actual) => holds(read(actual), wanted);
  };
}

/** ISO 8601, or seconds since the Unix epoch. */
function readDate(given: string): number {
  return /^\d+(\.\d+)?$/.test(given) ? Number(given) * 1000 : Date.parse(given);
}
