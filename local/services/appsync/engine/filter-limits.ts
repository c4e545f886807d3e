import type { SubscriptionFilter } from '../types.ts';

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-enhanced-filtering.html (all five)
const MAX_FIELDS_PER_FILTER = 5;
const MAX_FILTERS_PER_GROUP = 10;
const MAX_VALUES: Readonly<Record<string, number>> = { in: 5, notIn: 5, containsAny: 20 };
const MAX_STRING_CHARACTERS = 256;
const OPERATORS: ReadonlySet<string> = new Set(
  'eq ne le lt ge gt contains notContains beginsWith in notIn between containsAny'.split(' '),
);

/** Why AppSync refuses a filter when a subscription starts; undefined when it takes it. */
export function filterProblem(filter: SubscriptionFilter): string | undefined {
  const groups = (filter as Partial<SubscriptionFilter>).filterGroup;
  // assumed: the words for a filter of the wrong shape, a wrong operator or a long string are not recorded
  if (!isList(groups)) return 'A subscription filter must have a filterGroup.';
  let combinations = 0;
  for (const { filters } of filter.filterGroup) {
    const problem = rulesProblem(filters);
    if (problem !== undefined) return problem;
    // documented: the same page (each value of `in` makes a filter of its own)
    combinations += filters.reduce(
      (product, { operator, value }) =>
        operator === 'in' && Array.isArray(value) ? product * Math.max(value.length, 1) : product,
      1,
    );
  }
  // observed: aws-amplify/amplify-js#11000 (the texts its client looks for)
  return combinations > MAX_FILTERS_PER_GROUP
    ? `Filters combination exceed maximum limit ${MAX_FILTERS_PER_GROUP} for subscription.`
    : undefined;
}

function rulesProblem(
  filters: SubscriptionFilter['filterGroup'][number]['filters'],
): string | undefined {
  if (!isList(filters)) return 'Each entry of a filterGroup must have filters.';
  const names = filters.map(({ fieldName }) => fieldName);
  // observed: aws-amplify/amplify-flutter#6142
  if (new Set(names).size > MAX_FIELDS_PER_FILTER) {
    return `Filters exceed maximum attributes limit ${MAX_FIELDS_PER_FILTER} for subscription.`;
  }
  // observed: aws-amplify/amplify-js#11000
  if (new Set(names).size < names.length) return 'filter uses same fieldName multiple time';
  for (const { operator, value } of filters) {
    if (!OPERATORS.has(operator))
      return `Operator ${operator} is not supported for subscription filter.`;
    const maxValues = MAX_VALUES[operator];
    // observed: aws-amplify/amplify-category-api#740
    if (maxValues !== undefined && Array.isArray(value) && value.length > maxValues) {
      return `subscription exceeds maximum value limit ${maxValues} for operator \`${operator}\`.`;
    }
    const texts: unknown[] = Array.isArray(value) ? value : [value];
    if (texts.some((text) => typeof text === 'string' && text.length > MAX_STRING_CHARACTERS)) {
      return `subscription filter values have at most ${MAX_STRING_CHARACTERS} characters.`;
    }
  }
  return undefined;
}

function isList(value: unknown): boolean {
  return Array.isArray(value);
}
