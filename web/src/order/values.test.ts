import { expect, test } from 'vitest';
import type { OrderInput } from './inputs.ts';
import { valueOf, valueProblem } from './values.ts';

/** An input as a kind added later may have it. */
function input(changes: Partial<OrderInput>): OrderInput {
  const path = ['input', 'definition', 'later', 'value'];
  return {
    path,
    type: 'String',
    isList: false,
    isRequired: false,
    doc: '',
    bounds: {},
    ...changes,
  };
}

test.each<[Partial<OrderInput>, string, unknown]>([
  [{ type: 'Float' }, ' 1.5 ', 1.5],
  [{ type: 'Int' }, '1,000', 1000],
  [{ type: 'Boolean' }, 'true', true],
  [{ type: 'Boolean' }, '', false],
  [{ type: 'String' }, '  ', undefined],
  [{ type: 'Int', isList: true }, '1, 2,3', [1, 2, 3]],
  [{ type: 'ID', isList: true }, 'a, b', ['a', 'b']],
  [{ bounds: { letters: 2, example: 'CA' }, isList: true }, 'ca, ny', ['CA', 'NY']],
])('of %j, %j is sent as %j', (changes, text, value) => {
  expect(valueProblem(input({ isRequired: false, ...changes }), text)).toBeUndefined();
  expect(valueOf(input(changes), text)).toEqual(value);
});

test.each<[Partial<OrderInput>, string, string]>([
  [{ isRequired: true }, '', 'Enter something here.'],
  [{ isRequired: true, bounds: { example: 'A1' } }, ' ', 'Enter something, for example A1.'],
  [{ isRequired: true, type: 'Carrier', values: [] }, '', 'Choose one.'],
  [{ type: 'Carrier', values: [{ value: 'AA', doc: '' }] }, 'XX', 'Choose one of the list.'],
  [{ type: 'Int', isList: true, bounds: { max: 5 } }, '1, 9', 'Enter at most 5.'],
  [{ type: 'Float' }, 'x', 'Enter a number, for example 500.'],
  [{ bounds: { maxCharacters: 3 } }, 'abcde', 'Shorten it by 2.'],
])('of %j, %j is refused: %s', (changes, text, problem) => {
  expect(valueProblem(input(changes), text)).toBe(problem);
});
