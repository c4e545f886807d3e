import { afterAll, beforeAll, expect, test } from 'vitest';
import { startConformance, type ConformanceBed } from '../support/conformance-bed.ts';
import type { RawSocket } from '../support/raw-socket.ts';

/** Which messages pass: the arguments of a subscription, or the filter its resolver sets. */

let bed: ConformanceBed;

beforeAll(async () => {
  bed = await startConformance();
});

afterAll(async () => {
  await bed[Symbol.asyncDispose]();
});

const publish = (args: string, selection = 'id owner kind n tags nested { city }') =>
  bed.ask(`mutation { publish(${args}) { ${selection} } }`);

/** Ids that pass a subscription, of messages published in order; the last one always passes. */
async function passing(
  field: string,
  variables: object,
  messages: readonly string[],
  last: string,
): Promise<string[]> {
  using socket = await bed.connect();
  const started = await bed.start(socket, '1', field, variables);
  expect(started).toBe('{"id":"1","type":"start_ack"}');
  for (const args of [...messages, last]) await publish(args);
  const ids: string[] = [];
  while (ids.at(-1) !== 'last') {
    ids.push(/"id":"([^"]*)"\}\}\}\}$/.exec(await socket.next())?.[1] ?? '?');
  }
  return ids.slice(0, -1);
}

const filtered = (filter: object, messages: readonly string[], last: string): Promise<string[]> =>
  passing(
    'subscription S($filter: AWSJSON) { onFiltered(filter: $filter) { id } }',
    { filter: JSON.stringify(filter) },
    messages,
    last,
  );

async function refusalOf(socket: RawSocket, filter: unknown): Promise<string> {
  return bed.start(
    socket,
    '1',
    'subscription S($filter: AWSJSON) { onFiltered(filter: $filter) { id } }',
    { filter: JSON.stringify(filter) },
  );
}

test("an argument is compared with the result's field; several must all match", async () => {
  const ids = await passing(
    'subscription { onEvent(owner: "ann", kind: "a") { id } }',
    {},
    ['id: "1", owner: "ann", kind: "a"', 'id: "2", owner: "ann", kind: "b"', 'id: "3", kind: "a"'],
    'id: "last", owner: "ann", kind: "a"',
  );

  expect(ids).toEqual(['1']);
});

test('an omitted argument does not filter, an explicit null passes null only', async () => {
  const messages = ['id: "1", owner: "ann"', 'id: "2"'];
  const omitted = await passing('subscription { onEvent { id } }', {}, messages, 'id: "last"');
  const absent = await passing(
    'subscription S($owner: String) { onEvent(owner: $owner) { id } }',
    {},
    messages,
    'id: "last"',
  );
  const nothing = await passing(
    'subscription S($owner: String) { onEvent(owner: $owner) { id } }',
    { owner: null },
    messages,
    'id: "last"',
  );

  expect(omitted).toEqual(['1', '2']);
  expect(absent).toEqual(['1', '2']);
  expect(nothing).toEqual(['2']);
});

test('a filtered field the mutation did not select never matches, nor does one the type lacks', async () => {
  using socket = await bed.connect();
  await bed.start(socket, 'owner', 'subscription { onEvent(owner: "ann") { id } }');
  await bed.start(socket, 'elsewhere', 'subscription { onEvent(elsewhere: "x") { id } }');
  await publish('id: "unselected", owner: "ann"', 'id');
  await publish('id: "selected", owner: "ann"', 'id owner');

  expect(await socket.next()).toBe(
    '{"id":"owner","type":"data","payload":{"data":{"onEvent":{"id":"selected"}}}}',
  );
  expect(socket.pending).toEqual([]);
});

test('an enhanced filter replaces the arguments: AND inside filters, OR across groups', async () => {
  const filter = [
    {
      filters: [
        { fieldName: 'kind', operator: 'eq', value: 'a' },
        { fieldName: 'n', operator: 'gt', value: 5 },
      ],
    },
    { filters: [{ fieldName: 'owner', operator: 'beginsWith', value: 'a' }] },
  ];
  const ids = await passing(
    'subscription S($filter: AWSJSON) { onFiltered(id: "nobody", filter: $filter) { id } }',
    { filter: JSON.stringify(filter) },
    [
      'id: "1", kind: "a", n: 6',
      'id: "2", kind: "a", n: 5',
      'id: "3", kind: "b", n: 6',
      'id: "4", kind: "b", owner: "ann"',
    ],
    'id: "last", owner: "a"',
  );

  expect(ids).toEqual(['1', '4']);
});

test('every operator holds for what it names and for nothing else', async () => {
  const messages = [
    'id: "1", n: 1, kind: "abc", tags: ["x", "y"]',
    'id: "2", n: 5, kind: "bcd", tags: ["z"]',
    'id: "3"',
  ];
  const of = async (fieldName: string, operator: string, value: unknown, last: string) =>
    filtered([{ filters: [{ fieldName, operator, value }] }], messages, `id: "last", ${last}`);

  expect(await of('n', 'eq', 1, 'n: 1')).toEqual(['1']);
  expect(await of('n', 'ne', 1, 'n: 9')).toEqual(['2']);
  expect(await of('n', 'le', 1, 'n: 0')).toEqual(['1']);
  expect(await of('n', 'lt', 5, 'n: 0')).toEqual(['1']);
  expect(await of('n', 'ge', 5, 'n: 9')).toEqual(['2']);
  expect(await of('n', 'between', [1, 5], 'n: 3')).toEqual(['1', '2']);
  expect(await of('n', 'in', [1, 7], 'n: 7')).toEqual(['1']);
  expect(await of('n', 'notIn', [1, 7], 'n: 8')).toEqual(['2']);
  expect(await of('kind', 'contains', 'bc', 'kind: "bc"')).toEqual(['1', '2']);
  expect(await of('kind', 'notContains', 'a', 'kind: "x"')).toEqual(['2']);
  expect(await of('kind', 'beginsWith', 'b', 'kind: "b"')).toEqual(['2']);
  expect(await of('tags', 'contains', 'x', 'tags: ["x"]')).toEqual(['1']);
  expect(await of('tags', 'containsAny', ['y', 'q'], 'tags: ["q"]')).toEqual(['1']);
});

test('eq compares types too: a text never equals a number', async () => {
  const groups = [
    { filters: [{ fieldName: 'n', operator: 'eq', value: '1' }] },
    { filters: [{ fieldName: 'id', operator: 'eq', value: 'last' }] },
  ];

  expect(await filtered(groups, ['id: "1", n: 1'], 'id: "last"')).toEqual([]);
});

test('a nested field is named by a dotted path', async () => {
  const ids = await filtered(
    [{ filters: [{ fieldName: 'nested.city', operator: 'eq', value: 'Rome' }] }],
    [
      String.raw`id: "1", nested: "{\"city\":\"Rome\"}"`,
      String.raw`id: "2", nested: "{\"city\":\"Bonn\"}"`,
    ],
    String.raw`id: "last", nested: "{\"city\":\"Rome\"}"`,
  );

  expect(ids).toEqual(['1']);
});

test('toSubscriptionFilter joins fields by AND and two operators of one field by OR', async () => {
  const ids = await passing(
    'subscription S($object: AWSJSON) { onFiltered(object: $object) { id } }',
    { object: JSON.stringify({ kind: { eq: 'a' }, n: { lt: 2, gt: 8 } }) },
    ['id: "1", kind: "a", n: 1', 'id: "2", kind: "a", n: 5', 'id: "3", kind: "b", n: 1'],
    'id: "last", kind: "a", n: 9',
  );

  expect(ids).toEqual(['1']);
});

test('filters over the limits are refused at start in the recorded words', async () => {
  using socket = await bed.connect();
  const rule = (fieldName: string, operator = 'eq', value: unknown = 'v') => ({
    fieldName,
    operator,
    value,
  });
  const names = ['id', 'owner', 'kind', 'n', 'text', 'note'];
  const error = (message: string): string =>
    `{"id":"1","type":"error","payload":{"errors":[{"message":"${message}","errorCode":400}]}}`;

  expect(await refusalOf(socket, [{ filters: names.map((name) => rule(name)) }])).toBe(
    error('Filters exceed maximum attributes limit 5 for subscription.'),
  );
  expect(await refusalOf(socket, [{ filters: [rule('id'), rule('id')] }])).toBe(
    error('filter uses same fieldName multiple time'),
  );
  expect(
    await refusalOf(
      socket,
      Array.from({ length: 11 }, () => ({ filters: [rule('id')] })),
    ),
  ).toBe(error('Filters combination exceed maximum limit 10 for subscription.'));
  expect(await refusalOf(socket, [{ filters: [rule('id', 'in', Array.from('abcdef'))] }])).toBe(
    error('subscription exceeds maximum value limit 5 for operator `in`.'),
  );
});
