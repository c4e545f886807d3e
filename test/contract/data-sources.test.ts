import { afterAll, beforeAll, expect, test } from 'vitest';
import { startConformance, type ConformanceBed } from '../support/conformance-bed.ts';

/** NONE, Lambda and DynamoDB data sources: what they are asked, what they answer, how they fail. */

let bed: ConformanceBed;
let table: string;

beforeAll(async () => {
  bed = await startConformance();
  table = bed.cloud.stack.outputs.TableName ?? '';
});

afterAll(async () => {
  await bed[Symbol.asyncDispose]();
});

const post = async (query: string, variables = {}): Promise<string> =>
  (await bed.post(JSON.stringify({ query, variables }))).body;
const request = (field: string, given: object): Promise<string> =>
  post(`query Q($r: AWSJSON!) { ${field}(request: $r) }`, { r: JSON.stringify(given) });

/** A key of the table, typed. */
const key = (sk: string) => ({ pk: { S: 'p' }, sk: { S: sk } });
const put = (sk: string, n: number, more = {}) =>
  bed.source('dynamodb', {
    operation: 'PutItem',
    key: key(sk),
    attributeValues: { n: { N: n } },
    ...more,
  });
const read = async (sk: string): Promise<unknown> =>
  (await bed.source('dynamodb', { operation: 'GetItem', key: key(sk), consistentRead: true }))
    .result;

test('the stack has every kind of data source, and code inline and as assets', () => {
  const { dataSources } = bed.cloud.api?.config ?? {};
  const kinds = new Set([...(dataSources?.values() ?? [])].map(({ type }) => type));
  const resolvers = bed.cloud.stack.ofType('AWS::AppSync::Resolver');

  expect([...kinds].sort()).toEqual([
    'AMAZON_DYNAMODB',
    'AMAZON_EVENTBRIDGE',
    'AWS_LAMBDA',
    'HTTP',
    'NONE',
  ]);
  expect(resolvers.some(({ properties }) => properties.Code !== undefined)).toBe(true);
  expect(resolvers.some(({ properties }) => properties.CodeS3Location !== undefined)).toBe(true);
});

test('NONE answers with the payload', async () => {
  expect(await bed.source('none', { payload: { a: [1, null] } })).toEqual({
    result: { a: [1, null] },
    error: null,
  });
  expect(await bed.source('none', {})).toEqual({ result: null, error: null });
});

test('a request object that cannot be read is MappingTemplate, past the response handler', async () => {
  for (const field of ['lambda', 'dynamodb', 'events']) {
    expect(await request(field, {})).toContain(
      `"data":{"${field}":null},"errors":[{"path":["${field}"],"data":null,"errorType":"MappingTemplate",` +
        `"errorInfo":null,"locations":[{"line":1,"column":25,"sourceName":null}],"message":"Value for field '$[operation]' not found."}]`,
    );
  }
  expect(await request('http', { resourcePath: '/' })).toContain(
    "Value for field '$[method]' not found.",
  );
});

test('Invoke sends exactly the payload as the Lambda event', async () => {
  const { result } = await bed.source('lambda', {
    operation: 'Invoke',
    payload: { a: [1, { b: null }] },
  });

  expect(result).toEqual({ event: { a: [1, { b: null }] } });
});

test('an Event invocation is not waited for; its response handler runs with a null result', async () => {
  const startedAt = performance.now();
  const answer = await bed.source('lambda', {
    operation: 'Invoke',
    invocationType: 'Event',
    payload: { sleepMs: 2000, throws: 'later' },
  });

  expect(answer).toEqual({ result: null, error: null });
  expect(performance.now() - startedAt).toBeLessThan(1000);
});

test('a function that throws is Lambda:Unhandled with its message', async () => {
  expect(await bed.source('lambda', { operation: 'Invoke', payload: { throws: 'boom' } })).toEqual({
    result: null,
    error: { message: 'boom', type: 'Lambda:Unhandled' },
  });
});

test('BatchInvoke collects siblings up to MaxBatchSize; each response gets its own element', async () => {
  expect(await post('{ batch(ids: ["1", "2", "3", "4", "null"]) { value } }')).toBe(
    '{"data":{"batch":[{"value":"1 of 3"},{"value":"2 of 3"},{"value":"3 of 3"},{"value":"4 of 2"},{"value":null}]}}',
  );
});

test('a batched direct resolver answers with data, errorMessage and errorType for each', async () => {
  expect(await post('{ batch(ids: ["1", "bad"]) { directValue } }')).toBe(
    '{"data":{"batch":[{"directValue":"direct 1 of 2"},{"directValue":null}]},' +
      '"errors":[{"path":["batch",1,"directValue"],"data":null,"errorType":"NotFound","errorInfo":null,' +
      '"locations":[{"line":1,"column":30,"sourceName":null}],"message":"no such item"}]}',
  );
});

test('a direct Lambda resolver gets the whole context, selection sets included', async () => {
  const data = (await bed.ask(
    'query Q($a: Int) { direct(a: $a) { alias: event other { c } ...More } } fragment More on Direct { other { d: c } }',
    { a: 1 },
  )) as { direct: { alias: string } };
  const event = JSON.parse(data.direct.alias) as Record<string, Record<string, unknown>>;

  expect(Object.keys(event)).toEqual([
    'arguments',
    'identity',
    'source',
    'request',
    'prev',
    'info',
    'stash',
  ]);
  expect(Object.keys(event.info ?? {})).toEqual([
    'selectionSetList',
    'selectionSetGraphQL',
    'parentTypeName',
    'fieldName',
    'variables',
  ]);
  expect(event).toMatchObject({ arguments: { a: 1 }, source: null, prev: null, stash: {} });
  expect(event.info).toMatchObject({
    selectionSetList: ['alias', 'other', 'other/c', 'other/d'],
    parentTypeName: 'Query',
    fieldName: 'direct',
    variables: { a: 1 },
  });
});

test("a direct resolver's error has the name the function threw, and UnauthorizedException its own words", async () => {
  const named = await post('{ directFailure(name: "MyType", message: "my words") }');
  const refused = await post('{ directFailure(name: "UnauthorizedException", message: "x") }');

  expect(named).toContain('"errorType":"MyType","errorInfo":null');
  expect(named).toContain('"message":"my words"');
  expect(refused).toContain('"message":"You are not authorized to make this call."');
});

test('a condition that fails is ctx.error, with the current item as ctx.result', async () => {
  await put('c', 1);
  const { result, error } = await put('c', 2, {
    condition: { expression: 'attribute_not_exists(pk)' },
  });

  expect(result).toEqual({ pk: 'p', sk: 'c', n: 1 });
  expect(error).toEqual({
    type: 'DynamoDB:ConditionalCheckFailedException',
    message: expect.stringMatching(
      /^The conditional request failed \(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ConditionalCheckFailedException; Request ID: [0-9a-f-]{36}\)$/,
    ) as string,
  });
});

test('a put of what is already there succeeds in spite of its condition, and so does a delete of nothing', async () => {
  await put('same', 1);
  const condition = { expression: 'attribute_not_exists(pk)' };
  const again = await put('same', 1, { condition });
  const ignoring = await put('same', 2, { condition: { ...condition, equalsIgnore: ['n'] } });
  const gone = await bed.source('dynamodb', {
    operation: 'DeleteItem',
    key: key('never'),
    condition: { expression: 'attribute_exists(pk)' },
  });

  expect(again).toEqual({ result: { pk: 'p', sk: 'same', n: 1 }, error: null });
  expect(ignoring).toEqual(again);
  expect(gone).toEqual({ result: null, error: null });
});

test('batches of items answer in the order they were asked, with null for what is not there', async () => {
  const n = (value: number) => ({ n: { N: value } });
  const written = await bed.source('dynamodb', {
    operation: 'BatchPutItem',
    tables: {
      [table]: [
        { ...key('b1'), ...n(1) },
        { ...key('b2'), ...n(2) },
      ],
    },
  });
  const got = await bed.source('dynamodb', {
    operation: 'BatchGetItem',
    tables: {
      [table]: {
        keys: [key('b2'), key('absent'), key('b1')],
        projection: { expression: '#n', expressionNames: { '#n': 'n' } },
      },
    },
  });
  const deleted = await bed.source('dynamodb', {
    operation: 'BatchDeleteItem',
    tables: { [table]: [key('b1')] },
  });

  expect(written.result).toEqual({
    data: {
      [table]: [
        { pk: 'p', sk: 'b1', n: 1 },
        { pk: 'p', sk: 'b2', n: 2 },
      ],
    },
    unprocessedItems: { [table]: [] },
  });
  expect(got.result).toEqual({
    data: { [table]: [{ n: 2 }, null, { n: 1 }] },
    unprocessedKeys: { [table]: [] },
  });
  expect(deleted.result).toEqual({
    data: { [table]: [{ pk: 'p', sk: 'b1' }] },
    unprocessedKeys: { [table]: [] },
  });
  expect(await read('b1')).toBeNull();
});

test('a transaction writes all of its items', async () => {
  await put('t1', 1);
  const { result, error } = await bed.source('dynamodb', {
    operation: 'TransactWriteItems',
    transactItems: [
      { table, operation: 'PutItem', key: key('t2'), attributeValues: { n: { N: 2 } } },
      {
        table,
        operation: 'UpdateItem',
        key: key('t1'),
        update: { expression: 'SET n = n + :n', expressionValues: { ':n': { N: 10 } } },
      },
      {
        table,
        operation: 'ConditionCheck',
        key: key('t3'),
        condition: { expression: 'attribute_not_exists(pk)' },
      },
    ],
  });
  const got = await bed.source('dynamodb', {
    operation: 'TransactGetItems',
    transactItems: ['t1', 't2', 't3'].map((sk) => ({ table, key: key(sk) })),
  });

  expect(error).toBeNull();
  expect(result).toEqual({
    keys: ['t2', 't1', 't3'].map((sk) => ({ pk: 'p', sk })),
    cancellationReasons: null,
  });
  expect(got.result).toEqual({
    items: [{ pk: 'p', sk: 't1', n: 11 }, { pk: 'p', sk: 't2', n: 2 }, null],
    cancellationReasons: null,
  });
});

test('a transaction with a failing condition writes none of its items and gives a reason for each', async () => {
  await put('u1', 1);
  await put('u2', 2);
  await put('u4', 4);
  const { result, error } = await bed.source('dynamodb', {
    operation: 'TransactWriteItems',
    transactItems: [
      { table, operation: 'PutItem', key: key('u1'), attributeValues: { n: { N: 9 } } },
      { table, operation: 'DeleteItem', key: key('u2') },
      { table, operation: 'PutItem', key: key('u3'), attributeValues: {} },
      {
        table,
        operation: 'ConditionCheck',
        key: key('u4'),
        condition: { expression: 'n = :n', expressionValues: { ':n': { N: 7 } } },
      },
    ],
  });
  const none = { item: null, type: 'None', message: 'None' };

  expect((error as { type: string }).type).toBe('DynamoDB:TransactionCanceledException');
  expect((error as { message: string }).message).toContain(
    'Transaction cancelled, please refer cancellation reasons for specific reasons [None, None, None, ConditionalCheckFailed]',
  );
  expect(result).toEqual({
    keys: null,
    cancellationReasons: [
      none,
      none,
      none,
      {
        item: { pk: 'p', sk: 'u4', n: 4 },
        type: 'ConditionalCheckFailed',
        message: 'The conditional request failed',
      },
    ],
  });
  expect([await read('u1'), await read('u2'), await read('u3')]).toEqual([
    { pk: 'p', sk: 'u1', n: 1 },
    { pk: 'p', sk: 'u2', n: 2 },
    null,
  ]);
});

test('two transactions on the same items end one after the other', async () => {
  await put('v1', 0);
  await put('v2', 0);
  const add = (table: string, sk: string) => ({
    table,
    operation: 'UpdateItem',
    key: key(sk),
    update: { expression: 'SET n = n + :n', expressionValues: { ':n': { N: 1 } } },
    condition: { expression: 'n < :max', expressionValues: { ':max': { N: 5 } } },
  });
  const outcomes = await Promise.all(
    Array.from({ length: 10 }, () =>
      bed.source('dynamodb', {
        operation: 'TransactWriteItems',
        transactItems: [add(table, 'v1'), add(table, 'v2')],
      }),
    ),
  );

  expect(outcomes.filter(({ error }) => error === null)).toHaveLength(5);
  expect(await read('v1')).toMatchObject({ n: 5 });
  expect(await read('v2')).toMatchObject({ n: 5 });
});

test('Sync and a Custom condition strategy are refused with the reason', async () => {
  expect(await request('dynamodb', { operation: 'Sync' })).toContain(
    '"errorType":"MappingTemplate","errorInfo":null,"locations":[{"line":1,"column":25,"sourceName":null}],"message":"Unsupported operation \'Sync\': it needs a versioned data source',
  );
  const condition = {
    expression: 'attribute_exists(pk)',
    conditionalCheckFailedHandler: { strategy: 'Custom', lambdaArn: 'arn' },
  };

  expect(
    await request('dynamodb', { operation: 'DeleteItem', key: key('x'), condition }),
  ).toContain('The strategy Custom of a condition is not supported');
});
