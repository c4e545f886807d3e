import type { AcceptedSubscription, FilterRule, SubscriptionFilter } from '../types.ts';
import { isRecord } from './authorization.ts';
import { findOperator } from './filter-operators.ts';

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-enhanced-filtering.html
const MAX_PATH_LEVELS = 5;

/** Says whether a message's result, or an invalidation's payload, passes. */
export type Matcher = (result: unknown) => boolean;

/** The matcher of a subscription: its enhanced filter when it has one, else its arguments. */
export function createSubscriptionMatcher(subscription: AcceptedSubscription): Matcher {
  // documented: https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-enhanced-filtering.html
  // (a filter set by the resolver switches the arguments' filter off, they are never combined)
  if (subscription.filter) return createFilterMatcher(subscription.filter);
  return createArgumentMatcher(subscription.args);
}

/** Every argument given must equal the result's field of the same name. */
export function createArgumentMatcher(args: Readonly<Record<string, unknown>>): Matcher {
  // documented: https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-data.html
  // (an absent argument does not filter, an explicit null passes only what is null or was not selected)
  // assumed: a list or an object as argument never equals a field
  const given = Object.entries(args)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ({ path: [name], value }));
  return (result) => given.every(({ path, value }) => valueAt(result, path) === value);
}

/** An enhanced filter: one group must hold, and in it every rule. */
export function createFilterMatcher(filter: SubscriptionFilter): Matcher {
  // assumed: a filter without groups lets nothing through, being an OR over nothing
  const groups = filter.filterGroup.map((group) => effectiveRules(group.filters).map(compileRule));
  return (result) => {
    // documented: https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-enhanced-filtering.html
    // (a mutation that answers with a list reaches no subscription with an enhanced filter)
    if (Array.isArray(result)) return false;
    return groups.some((rules) => rules.every((holds) => holds(result)));
  };
}

/** The rules that count: those on fields deeper than five levels are ignored. */
export function effectiveRules(rules: readonly FilterRule[]): readonly FilterRule[] {
  // documented: https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-enhanced-filtering.html
  return rules.filter((rule) => rule.fieldName.split('.').length <= MAX_PATH_LEVELS);
}

/** The value at a path of field names; null when any part of it is absent or no object. */
export function valueAt(result: unknown, path: readonly string[]): unknown {
  let value = result;
  for (const name of path) {
    // assumed: a path does not look into the items of a list
    if (!isRecord(value) || !Object.hasOwn(value, name)) return null;
    value = value[name];
  }
  return value ?? null;
}

function compileRule(rule: FilterRule): Matcher {
  const path = rule.fieldName.split('.');
  const operator = findOperator(rule.operator);
  return (result) => {
    const field = valueAt(result, path);
    // assumed: a null or unselected field passes no rule, `ne`, `notIn` and `notContains` included:
    // what reaches nobody here is noticed before it is deployed, what reaches too many is not
    return field !== null && operator !== undefined && operator(field, rule.value);
  };
}
