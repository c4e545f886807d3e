import { describe, expect, it } from 'vitest';
import { createArgumentMatcher, createFilterMatcher, createSubscriptionMatcher } from './filter.ts';
import { accepted } from './test-bed.ts';

const RESULT = {
  id: 'r1',
  title: 'Sales March',
  rows: 42,
  rate: 0.5,
  done: true,
  owner: null,
  nothing: undefined,
  tags: ['eu', 'monthly'],
  input: { range: { from: '2026-01-01', deep: { deeper: { deepest: 'x' } } } },
};

function passes(fieldName: string, operator: string, value: unknown): boolean {
  return createFilterMatcher({ filterGroup: [{ filters: [{ fieldName, operator, value }] }] })(
    RESULT,
  );
}

describe('an enhanced filter rule', () => {
  it.each<[string, string, unknown, boolean]>([
    ['id', 'eq', 'r1', true],
    ['id', 'eq', 'R1', false],
    ['rows', 'eq', 42, true],
    ['rows', 'eq', '42', false],
    ['done', 'eq', true, true],
    ['done', 'eq', 'true', false],
    ['tags', 'eq', 'eu', false],
    ['owner', 'eq', null, false],
    ['id', 'ne', 'r2', true],
    ['id', 'ne', 'r1', false],
    ['rows', 'ne', '42', true],
    ['rows', 'lt', 43, true],
    ['rows', 'lt', 42, false],
    ['rows', 'le', 42, true],
    ['rows', 'gt', 41, true],
    ['rows', 'gt', 42, false],
    ['rows', 'ge', 42, true],
    ['rows', 'gt', '1', false],
    ['rate', 'lt', 1, true],
    ['id', 'gt', 'q', true],
    ['done', 'ge', true, false],
    ['title', 'contains', 'March', true],
    ['title', 'contains', 'march', false],
    ['tags', 'contains', 'eu', true],
    ['tags', 'contains', 'e', false],
    ['rows', 'contains', 4, false],
    ['title', 'notContains', 'April', true],
    ['title', 'notContains', 'March', false],
    ['tags', 'notContains', 'us', true],
    ['tags', 'notContains', 'eu', false],
    ['title', 'beginsWith', 'Sales', true],
    ['title', 'beginsWith', 'March', false],
    ['rows', 'beginsWith', '4', false],
    ['id', 'in', ['r0', 'r1'], true],
    ['id', 'in', ['r0'], false],
    ['rows', 'in', ['42'], false],
    ['id', 'in', 'r1', false],
    ['id', 'notIn', ['r0'], true],
    ['id', 'notIn', ['r1'], false],
    ['rows', 'between', [42, 50], true],
    ['rows', 'between', [30, 42], true],
    ['rows', 'between', [43, 50], false],
    ['rows', 'between', [42], false],
    ['input.range.from', 'between', ['2025-12-31', '2026-01-02'], true],
    ['tags', 'containsAny', ['us', 'monthly'], true],
    ['tags', 'containsAny', ['us'], false],
    ['title', 'containsAny', ['Sales'], false],
    ['input.range.from', 'eq', '2026-01-01', true],
    ['input.range.deep.deeper.deepest', 'eq', 'x', true],
    ['input.range.missing.from', 'eq', '2026-01-01', false],
    ['tags.0', 'eq', 'eu', false],
    ['id', 'EQ', 'r1', false],
    ['id', 'lte', 'r1', false],
    ['id', 'constructor', 'r1', false],
    ['constructor.name', 'eq', 'Object', false],
  ])('%s %s %j passes: %s', (fieldName, operator, value, expected) => {
    expect(passes(fieldName, operator, value)).toBe(expected);
  });

  it.each(['ne', 'notIn', 'notContains', 'eq', 'le', 'contains', 'between', 'containsAny'])(
    'with %s does not pass a null or unselected field',
    (operator) => {
      const value = operator === 'notIn' ? ['a'] : 'a';

      expect([passes('owner', operator, value), passes('unselected', operator, value)]).toEqual([
        false,
        false,
      ]);
    },
  );
});

describe('an enhanced filter', () => {
  const id = { fieldName: 'id', operator: 'eq', value: 'r1' };
  const other = { fieldName: 'title', operator: 'eq', value: 'Other' };

  it('needs every rule of one group', () => {
    const matches = createFilterMatcher({ filterGroup: [{ filters: [id, other] }] });

    expect(matches(RESULT)).toBe(false);
  });

  it('needs one group only', () => {
    const matches = createFilterMatcher({ filterGroup: [{ filters: [other] }, { filters: [id] }] });

    expect(matches(RESULT)).toBe(true);
  });

  it('ignores a rule on a field deeper than five levels', () => {
    const deep = { fieldName: 'a.b.c.d.e.f', operator: 'eq', value: 'x' };

    expect(createFilterMatcher({ filterGroup: [{ filters: [id, deep] }] })(RESULT)).toBe(true);
  });

  it('passes no result that is a list', () => {
    expect(createFilterMatcher({ filterGroup: [{ filters: [] }] })([RESULT])).toBe(false);
  });

  it('switches the arguments off', () => {
    const subscription = accepted({
      args: { id: 'r2' },
      filter: { filterGroup: [{ filters: [id] }] },
    });

    expect(createSubscriptionMatcher(subscription)(RESULT)).toBe(true);
  });
});

describe('arguments', () => {
  it.each<[string, Record<string, unknown>, boolean]>([
    ['none', {}, true],
    ['an equal value', { id: 'r1' }, true],
    ['another value', { id: 'r2' }, false],
    ['a value of another type', { rows: '42' }, false],
    ['several, all equal', { id: 'r1', rows: 42, done: true }, true],
    ['several, one of them not', { id: 'r1', rows: 41 }, false],
    ['an explicit null on a null field', { owner: null }, true],
    ['an explicit null on an undefined field', { nothing: null }, true],
    ['an explicit null on a field the mutation did not select', { unselected: null }, true],
    ['an explicit null on a field with a value', { id: null }, false],
    ['a value on a field the mutation did not select', { unselected: 'x' }, false],
    ['a name of the object prototype', { toString: 'x' }, false],
    ['an explicit null on a name of the object prototype', { constructor: null }, true],
    ['a list', { tags: ['eu', 'monthly'] }, false],
  ])('with %s: %j passes %s', (_, args, expected) => {
    expect(createArgumentMatcher(args)(RESULT)).toBe(expected);
  });
});
