/** Compares a message's field with a rule's value. The field is never null or absent here. */
export type FilterOperator = (field: unknown, value: unknown) => boolean;

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-enhanced-filtering.html
// assumed: an operator given values it has no meaning for (a text for a list, say) does not match
const OPERATORS: ReadonlyMap<string, FilterOperator> = new Map<string, FilterOperator>([
  ['eq', (field, value) => isScalar(field) && field === value],
  ['ne', (field, value) => isScalar(field) && field !== value],
  ['lt', (field, value) => ordered(field, value, (a, b) => a < b)],
  ['le', (field, value) => ordered(field, value, (a, b) => a <= b)],
  ['gt', (field, value) => ordered(field, value, (a, b) => a > b)],
  ['ge', (field, value) => ordered(field, value, (a, b) => a >= b)],
  ['beginsWith', (field, value) => bothText(field, value, (a, b) => a.startsWith(b))],
  ['contains', contains],
  ['notContains', (field, value) => canContain(field, value) && !contains(field, value)],
  ['in', (field, value) => isScalar(field) && isList(value) && value.includes(field)],
  ['notIn', (field, value) => isScalar(field) && isList(value) && !value.includes(field)],
  // assumed: both ends belong to the range, as in every other AWS `between`
  ['between', between],
  [
    'containsAny',
    (field, value) => isList(field) && isList(value) && field.some((f) => value.includes(f)),
  ],
]);

/** The operator of that name, by its exact case; undefined when the service has none. */
export function findOperator(name: string): FilterOperator | undefined {
  return OPERATORS.get(name);
}

/** Text, number or boolean: what equality and order are about. */
export function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function ordered(
  field: unknown,
  value: unknown,
  holds: (a: string | number, b: string | number) => boolean,
): boolean {
  if (typeof field === 'number' && typeof value === 'number') return holds(field, value);
  return bothText(field, value, holds);
}

function bothText(
  field: unknown,
  value: unknown,
  holds: (a: string, b: string) => boolean,
): boolean {
  return typeof field === 'string' && typeof value === 'string' && holds(field, value);
}

function contains(field: unknown, value: unknown): boolean {
  return isList(field) ? field.includes(value) : bothText(field, value, (a, b) => a.includes(b));
}

function canContain(field: unknown, value: unknown): boolean {
  return isList(field) || (typeof field === 'string' && typeof value === 'string');
}

function between(field: unknown, value: unknown): boolean {
  if (!isList(value) || value.length !== 2) return false;
  return ordered(field, value[0], (a, b) => a >= b) && ordered(field, value[1], (a, b) => a <= b);
}
