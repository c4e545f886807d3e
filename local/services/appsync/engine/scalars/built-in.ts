import { javaText, javaTypeName } from './java-text.ts';
import type { Scalar, ScalarOutcome } from './scalar.ts';

// assumed: the service converts like the graphql-java versions it grew from: text that is a number counts as one,
// anything can become text. Int is 32 bits (documented: https://spec.graphql.org/October2021/#sec-Int).
const MAX_INT = 2_147_483_647;
const MIN_INT = -2_147_483_648;

/** `Int`, both ways. */
export const int: Scalar = both('A whole number of 32 bits.', (value) => {
  const number = toNumber(value);
  const fits = Number.isInteger(number) && number >= MIN_INT && number <= MAX_INT;
  return fits ? { value: number } : wrongType('Int', value);
});

/** `Float`, both ways. */
export const float: Scalar = both('A number of double precision.', (value) => {
  const number = toNumber(value);
  return Number.isFinite(number) ? { value: number } : wrongType('Float', value);
});

/** `String`, both ways; numbers, lists and objects become text. */
export const string: Scalar = both('Text.', (value) => ({ value: javaText(value) }));

/** `Boolean`, both ways. */
export const boolean: Scalar = both('True or false.', (value) => {
  if (typeof value === 'boolean') return { value };
  if (typeof value === 'number') return { value: value !== 0 };
  if (typeof value === 'string' && /^(?:true|false)$/i.test(value)) {
    return { value: value.toLowerCase() === 'true' };
  }
  return wrongType('Boolean', value);
});

/** `ID`, both ways; whole numbers become text. */
export const id: Scalar = both('An opaque identifier.', (value) =>
  typeof value === 'string' || Number.isInteger(value)
    ? { value: String(value) }
    : wrongType('ID', value),
);

function both(description: string, convert: (value: unknown) => ScalarOutcome): Scalar {
  return { description, parse: convert, serialize: convert };
}

function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  const isNumeric = typeof value === 'string' && /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(value);
  return isNumeric ? Number(value) : NaN;
}

function wrongType(expected: string, value: unknown): { problem: string } {
  return { problem: `Expected type '${expected}' but was '${javaTypeName(value)}'.` };
}
