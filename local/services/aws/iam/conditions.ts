import { LocalError, toError } from '../../../errors.ts';
import { NEGATED, OPERATORS, type Comparison } from './condition-operators.ts';
import type { ConditionValue, KeyReader, PolicyStatement } from './types.ts';

/** Whether a request meets a condition. */
export type Condition = (keys: KeyReader) => boolean;

interface OperatorName {
  readonly quantifier: 'ForAllValues' | 'ForAnyValue' | undefined;
  readonly base: string;
  readonly ifExists: boolean;
}

/**
 * Makes a statement's conditions ready; all of them must be met. An operator AWS does not have is a user error that
 * names the statement.
 */
export function compileConditions(
  block: PolicyStatement['Condition'],
  place: string,
  variables: boolean,
): readonly Condition[] {
  return Object.entries(block ?? {}).flatMap(([operator, byKey]) =>
    Object.entries(byKey).map(([key, value]) =>
      compileCondition(readName(operator, place), key, toTexts(value), place, variables),
    ),
  );
}

function compileCondition(
  { quantifier, base, ifExists }: OperatorName,
  key: string,
  wanted: readonly string[],
  place: string,
  variables: boolean,
): Condition {
  // documented: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html (key names ignore case)
  const name = key.toLowerCase();
  if (base === 'Null') {
    const wantsAbsent = wanted.some((value) => value.toLowerCase() === 'true');
    return (keys) => (keys(name) === undefined) === wantsAbsent;
  }
  const isNegated = base in NEGATED;
  const comparisons = compileValues(NEGATED[base] ?? base, wanted, place, variables);
  const holds = (actual: string, keys: KeyReader): boolean =>
    comparisons.some((comparison) => comparison(actual, keys)) !== isNegated;
  return (keys) => {
    const values = keys(name);
    // documented: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html (a key that is not there)
    // observed: https://repost.aws/questions/QU9HFmDzP0QGuU-fd7rS6B7w (ForAnyValue is not met even with IfExists)
    if (quantifier === 'ForAnyValue') return values?.some((value) => holds(value, keys)) ?? false;
    if (quantifier === 'ForAllValues') return values?.every((value) => holds(value, keys)) ?? true;
    // documented: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html (only a negated operator is met without its key)
    if (values === undefined) return isNegated || ifExists;
    // assumed: a key with several values and no quantifier; AWS says not to write that
    return isNegated
      ? values.every((value) => holds(value, keys))
      : values.some((value) => holds(value, keys));
  };
}

function compileValues(
  base: string,
  wanted: readonly string[],
  place: string,
  variables: boolean,
): Comparison[] {
  try {
    return wanted.map((value) => OPERATORS[base]?.(value, variables) ?? (() => false));
  } catch (cause) {
    throw new LocalError(
      'ERR_TEMPLATE_INVALID',
      `${place}: ${base} cannot be compared with ${wanted.join(', ')} (${toError(cause).message}).`,
      { cause },
    );
  }
}

function readName(operator: string, place: string): OperatorName {
  const [, quantifier, base = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/.exec(operator) ?? [];
  const isKnown = base in OPERATORS || base in NEGATED || (base === 'Null' && !ifExists);
  if (!isKnown) {
    throw new LocalError(
      'ERR_TEMPLATE_INVALID',
      `${place}: IAM has no condition operator ${operator}.`,
    );
  }
  return {
    quantifier: quantifier as OperatorName['quantifier'],
    base,
    ifExists: ifExists !== undefined,
  };
}

function toTexts(value: ConditionValue): string[] {
  return [value].flat().map(String);
}
