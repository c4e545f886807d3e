import type { FilterRule, SubscriptionFilter } from '../../types.ts';
import { isRecord, plain } from '../plain.ts';

/** Rules that hold together. */
type Alternative = readonly FilterRule[];

/**
 * A filter object as a subscription filter in disjunctive normal form. Each operator of a field, each member of an
 * `or` and each rule is an alternative. Null for what is no filter object.
 */
// documented: https://docs.aws.amazon.com/appsync/latest/devguide/transformation-helpers-in-utils-transform-js.html
// observed: https://github.com/localstack/appsync-utils (__tests__/__snapshots__/transform-subscription.test.js.snap, recorded on AWS)
export function toSubscriptionFilter(
  filter?: unknown,
  ignoredFields?: unknown,
  rules?: unknown,
): SubscriptionFilter | null {
  if (!isRecord(filter)) return null;
  const ignored = Array.isArray(ignoredFields) ? ignoredFields : [];
  let alternatives = alternativesOf(filter, ignored);
  if (isRecord(rules)) {
    const ruleAlternatives = Object.entries(rules).flatMap(([name, operators]) =>
      fieldAlternatives(name, operators),
    );
    alternatives = product(alternatives, ruleAlternatives);
  }
  const filterGroup = alternatives
    .filter((group) => group.length > 0)
    .map((group) => ({ filters: group }));
  return { filterGroup };
}

/** Fields first, then the members of `and`, then those of `or`: the order of rules in each group. */
function alternativesOf(
  filter: Readonly<Record<string, unknown>>,
  ignored: readonly unknown[],
): Alternative[] {
  let alternatives: Alternative[] = [[]];
  for (const [name, operators] of Object.entries(filter)) {
    if (name === 'and' || name === 'or' || ignored.includes(name)) continue;
    alternatives = product(alternatives, fieldAlternatives(name, operators));
  }
  for (const member of listOf(filter.and)) {
    alternatives = product(alternatives, alternativesOf(member, ignored));
  }
  const branches = listOf(filter.or).flatMap((member) => alternativesOf(member, ignored));
  return product(alternatives, branches);
}

function fieldAlternatives(fieldName: string, operators: unknown): Alternative[] {
  if (!isRecord(operators)) return [];
  return Object.entries(operators)
    .filter(([, value]) => value !== undefined)
    .map(([operator, value]) => [{ fieldName, operator, value: plain(value) }]);
}

/** Every pair of alternatives; no alternatives on the right leave the left as it is. */
function product(left: readonly Alternative[], right: readonly Alternative[]): Alternative[] {
  if (right.length === 0) return [...left];
  return left.flatMap((one) => right.map((other) => [...one, ...other]));
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
