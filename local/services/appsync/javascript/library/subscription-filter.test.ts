import { describe, expect, it } from 'vitest';
import { valueOf } from '../test-bed.ts';

/** Groups as `field operator value` lines. */
function groupsOf(args: string): unknown {
  const filter = valueOf(`util.transform.toSubscriptionFilter(${args})`) as Filter | null;
  return filter?.filterGroup.map(({ filters }) =>
    filters.map(
      ({ fieldName, operator, value }) => `${fieldName} ${operator} ${JSON.stringify(value)}`,
    ),
  );
}

interface Filter {
  filterGroup: { filters: { fieldName: string; operator: string; value: unknown }[] }[];
}

describe('util.transform.toSubscriptionFilter, as recorded on AWS', () => {
  it.each([
    ['{ a: { eq: 1 } }', [['a eq 1']]],
    ['{ a: { eq: 1 }, b: { eq: 2 } }', [['a eq 1', 'b eq 2']]],
    ['{ z: { eq: 0 }, and: [{ a: { eq: 1 } }] }', [['z eq 0', 'a eq 1']]],
    ["{ 'loc.addr.country': { eq: 'USA' } }", [['loc.addr.country eq "USA"']]],
    ['{ a: { eq: 1, ne: 2 } }', [['a eq 1'], ['a ne 2']]],
    ['{ or: [{ a: { eq: 1 } }, { b: { eq: 2 } }] }', [['a eq 1'], ['b eq 2']]],
    [
      '{ and: [{ a: { eq: 1 } }, { or: [{ b: { eq: 2 } }, { c: { eq: 3 } }] }] }',
      [
        ['a eq 1', 'b eq 2'],
        ['a eq 1', 'c eq 3'],
      ],
    ],
    [
      "{ percentageUp: { lte: 50, gte: 20 }, and: [{ title: { ne: 'Book1' } }, { downvotes: { gt: 2000 } }], or: [{ author: { eq: 'Admin' } }, { isPublished: { eq: false } }] }",
      [
        ['percentageUp lte 50', 'title ne "Book1"', 'downvotes gt 2000', 'author eq "Admin"'],
        ['percentageUp lte 50', 'title ne "Book1"', 'downvotes gt 2000', 'isPublished eq false'],
        ['percentageUp gte 20', 'title ne "Book1"', 'downvotes gt 2000', 'author eq "Admin"'],
        ['percentageUp gte 20', 'title ne "Book1"', 'downvotes gt 2000', 'isPublished eq false'],
      ],
    ],
    ["{ a: { in: [1, 2] }, b: { notIn: ['x'] } }", [['a in [1,2]', 'b notIn ["x"]']]],
    ['{ a: { bogus: 1 } }', [['a bogus 1']]],
    ['{ not: { a: { eq: 1 } } }', [['not a {"eq":1}']]],
    ["{ a: { eq: 1 }, b: { eq: 2 } }, ['a']", [['b eq 2']]],
    ["{ a: { eq: 1 }, and: [{ b: { eq: 2 } }] }, ['b']", [['a eq 1']]],
    [
      "{ a: { eq: 1 } }, [], { r1: { gte: 250 }, r2: { eq: 'p' } }",
      [
        ['a eq 1', 'r1 gte 250'],
        ['a eq 1', 'r2 eq "p"'],
      ],
    ],
    ['{}, [], { r1: { eq: 1 } }', [['r1 eq 1']]],
    ['{}', []],
    ['{ a: {} }', []],
    ['{ and: [] }', []],
    ['null', undefined],
    ['', undefined],
    ['[]', undefined],
    ['\'{"a":{"eq":1}}\'', undefined],
  ])('%s', (args, groups) => {
    expect(groupsOf(args)).toEqual(groups);
  });
});
