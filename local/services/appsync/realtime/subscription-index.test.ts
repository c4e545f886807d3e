import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AcceptedSubscription } from '../types.ts';
import { createSubscriptionIndex } from './subscription-index.ts';
import { accepted } from './test-bed.ts';

/** What the filters of the property mean, written down a second time and asked of everyone. */
function naive(subscription: AcceptedSubscription, result: Record<string, unknown>): boolean {
  const read = (path: string): unknown =>
    path
      .split('.')
      .reduce<unknown>(
        (value, name) => (value as Record<string, unknown> | null)?.[name],
        result,
      ) ?? null;
  if (!subscription.filter) {
    return Object.entries(subscription.args).every(([name, value]) => read(name) === value);
  }
  return subscription.filter.filterGroup.some((group) =>
    group.filters.every(({ fieldName, operator, value }) => {
      const field = read(fieldName);
      if (field === null) return false;
      if (operator === 'eq') return field === value;
      if (operator === 'ne') return field !== value;
      if (operator === 'in') return (value as unknown[]).indexOf(field) >= 0;
      return typeof field === typeof value && (field as never) > (value as never);
    }),
  );
}

const name = fc.constantFrom('id', 'owner', 'rows', 'nested.id');
const scalar = fc.constantFrom<unknown[]>('a', 'b', 'c', 1, 2, true);
const rule = fc.oneof(
  fc.record({ fieldName: name, operator: fc.constantFrom('eq', 'ne', 'gt'), value: scalar }),
  fc.record({
    fieldName: name,
    operator: fc.constant('in'),
    value: fc.array(scalar, { maxLength: 4 }),
  }),
);
const group = fc.record({ filters: fc.array(rule, { maxLength: 3 }) });
const subscription = fc
  .oneof(
    { weight: 1, arbitrary: fc.record({ filterGroup: fc.array(group, { maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  )
  .chain((filter) =>
    fc
      .dictionary(fc.constantFrom('id', 'owner', 'rows'), fc.oneof(scalar, fc.constant(null)), {
        maxKeys: 3,
      })
      .map((args) => accepted(filter ? { args, filter } : { args })),
  );
const field = fc.option(scalar, { nil: null });
const result = fc.record(
  {
    id: field,
    owner: field,
    rows: field,
    nested: fc.option(fc.record({ id: field }), { nil: null }),
  },
  { requiredKeys: [] },
);

describe('createSubscriptionIndex', () => {
  it('finds exactly those a question to everyone would find, as they come and go', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ accepted: subscription, leaves: fc.boolean() }), { maxLength: 30 }),
        fc.array(result, { minLength: 1, maxLength: 5 }),
        (entries, results) => {
          const index = createSubscriptionIndex<(typeof entries)[number]>();
          for (const entry of entries) index.add(entry);
          for (const entry of entries) if (entry.leaves) index.remove(entry);

          const staying = entries.filter((entry) => !entry.leaves);
          expect(index.size).toBe(staying.length);
          for (const each of results) {
            const found = index.matching(each);
            const expected = staying.filter((entry) => naive(entry.accepted, each));
            expect(new Set(found)).toEqual(new Set(expected));
            expect(found).toHaveLength(expected.length);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('asks only those that demand the value of the message', () => {
    const index = createSubscriptionIndex();
    let asked = 0;
    for (let n = 0; n < 10_000; n++) {
      index.add({ accepted: accepted({ args: { owner: 'ann', reportId: `r${n}` } }) });
    }
    // `owner` is read when a candidate's own filter is evaluated, and at no other time.
    const message = {
      reportId: 'r77',
      get owner() {
        asked++;
        return 'ann';
      },
    };

    const found = index.matching(message);

    expect(found).toHaveLength(1);
    expect(asked).toBeLessThan(10);
  });

  it('files under the value that tells subscriptions apart, not the first', () => {
    const index = createSubscriptionIndex();
    const rules = (id: string) => [
      { fieldName: 'owner', operator: 'eq', value: 'ann' },
      { fieldName: 'id', operator: 'eq', value: id },
    ];
    for (let n = 0; n < 1_000; n++) {
      index.add({ accepted: accepted({ filter: { filterGroup: [{ filters: rules(`r${n}`) }] } }) });
    }
    let asked = 0;
    const message = {
      id: 'r5',
      get owner() {
        asked++;
        return 'ann';
      },
    };

    const found = index.matching(message);

    expect(found).toHaveLength(1);
    expect(asked).toBeLessThan(10);
  });

  it('names the filtered fields a message says nothing about', () => {
    const index = createSubscriptionIndex();
    index.add({ accepted: accepted({ args: { reportId: 'r1' } }) });

    expect(index.unanswered({ id: 'x' })).toEqual(['reportId']);
    expect(index.unanswered({ reportId: 'r2' })).toEqual([]);
  });

  it('keeps nothing of those that left', () => {
    const index = createSubscriptionIndex();
    const entries = Array.from({ length: 100 }, (_, n) => ({
      accepted: accepted({ args: { id: `r${n}` } }),
    }));

    for (const entry of entries) index.add(entry);
    for (const entry of entries) index.remove(entry);

    expect(index.size).toBe(0);
    expect(index.unanswered({})).toEqual([]);
  });
});
