import { afterAll, beforeAll, expect, test } from 'vitest';
import { startConformance, type ConformanceBed } from '../support/conformance-bed.ts';

/** APPSYNC_JS as a client sees it: order of handlers, endings, errors, limits at run time. */

let bed: ConformanceBed;

beforeAll(async () => {
  bed = await startConformance();
});

afterAll(async () => {
  await bed[Symbol.asyncDispose]();
});

interface PipelineTrace {
  readonly steps: string[];
  readonly prev: unknown;
  readonly result: unknown;
}

async function pipeline(mode: string): Promise<PipelineTrace> {
  const data = (await bed.ask('query Q($mode: String!) { pipeline(mode: $mode) }', {
    mode,
  })) as { pipeline: string };
  return JSON.parse(data.pipeline) as PipelineTrace;
}

const post = async (query: string): Promise<string> =>
  (await bed.post(JSON.stringify({ query }))).body;

test('a pipeline runs request, each function, response; prev hands on, the stash is shared', async () => {
  const { steps, prev, result } = await pipeline('plain');

  expect(steps).toEqual([
    'request',
    'first.request',
    'first.response',
    'second.request',
    'second.response',
    'response',
  ]);
  expect(prev).toEqual({
    from: 'second',
    seen: { from: 'first', seen: { from: 'request' } },
  });
  expect(result).toEqual(prev);
});

test('util.error ends a pipeline: null, and one error with every key in order', async () => {
  expect(await post('{ pipeline(mode: "error") }')).toBe(
    '{"data":{"pipeline":null},"errors":[{"path":["pipeline"],"data":{"a":1},"errorType":"Stopped",' +
      '"errorInfo":{"b":2},"locations":[{"line":1,"column":3,"sourceName":null}],"message":"stop"}]}',
  );
});

test('util.appendError goes on: the data and the error', async () => {
  const body = JSON.parse(await post('{ pipeline(mode: "append") }')) as {
    data: { pipeline: string };
    errors: unknown[];
  };

  expect((JSON.parse(body.data.pipeline) as PipelineTrace).steps).toHaveLength(6);
  expect(body.errors).toEqual([
    {
      path: ['pipeline'],
      data: { a: 1 },
      errorType: 'Noted',
      errorInfo: { b: 2 },
      locations: [{ line: 1, column: 3, sourceName: null }],
      message: 'noted',
    },
  ]);
});

test("an error's data is cut to the selection, its errorInfo is not; a type not given is null", async () => {
  const location = '"locations":[{"line":1,"column":3,"sourceName":null}]';

  expect(await post('{ fails(kind: "full") { a } }')).toBe(
    '{"data":{"fails":null},"errors":[{"path":["fails"],"data":{"a":"A"},"errorType":"Kind",' +
      `"errorInfo":{"whole":[1]},${location},"message":"words"}]}`,
  );
  expect(await post('{ fails(kind: "plain") { a } }')).toBe(
    '{"data":{"fails":null},"errors":[{"path":["fails"],"data":null,"errorType":null,' +
      `"errorInfo":null,${location},"message":"only words"}]}`,
  );
  expect(await post('{ fails(kind: "unauthorized") { a } }')).toContain(
    '"errorType":"Unauthorized","errorInfo":null,"locations":[{"line":1,"column":3,"sourceName":null}],' +
      '"message":"Not Authorized to access fails on type Query"',
  );
});

test('an uncaught fault is an error of type Code that names line and column', async () => {
  expect(await post('{ fault }')).toMatch(
    /"errorType":"Code","errorInfo":null,"locations":\[.*\],"message":"code\.js:2:\d+: TypeError: /,
  );
});

test("a data source's failure is ctx.error, which the response handler decides about", async () => {
  const { body } = await bed.post(
    JSON.stringify({
      query: 'query Q($r: AWSJSON!) { lambda(request: $r) }',
      variables: { r: '{"operation":"Invoke","payload":{"throws":"boom"}}' },
    }),
  );
  const answer = JSON.parse(body) as { data: { lambda: string }; errors?: unknown };

  expect(answer.errors).toBeUndefined();
  expect(JSON.parse(answer.data.lambda)).toEqual({
    result: null,
    error: { message: 'boom', type: 'Lambda:Unhandled' },
  });
});

test('earlyReturn in the before step skips the functions, not the after step', async () => {
  expect(await pipeline('early')).toEqual({
    steps: ['request', 'response'],
    prev: { from: 'request' },
    result: { from: 'request' },
  });
});

test('earlyReturn in a function skips its data source and response; END skips the rest too', async () => {
  const next = await pipeline('early first');
  const end = await pipeline('early first END');

  expect(next.steps).toEqual([
    'request',
    'first.request',
    'second.request',
    'second.response',
    'response',
  ]);
  expect(next.prev).toEqual({ from: 'second', seen: { from: 'first, early' } });
  expect(end).toEqual({
    steps: ['request', 'first.request', 'response'],
    prev: { from: 'first, early' },
    result: { from: 'first, early' },
  });
});

test('earlyReturn in a unit resolver is the value, without its response handler', async () => {
  expect(await bed.ask('{ unitEarly }')).toEqual({ unitEarly: '{"early":true}' });
});

test('JSON.parse of what is no JSON is an empty text', async () => {
  const data = (await bed.ask('{ a: parse(text: "{a:") b: parse(text: "[1]") }')) as {
    a: string;
    b: string;
  };

  expect(JSON.parse(data.a)).toEqual({ parsed: '', kind: 'string' });
  expect(JSON.parse(data.b)).toEqual({ parsed: [1], kind: 'object' });
});

test('a handler may pass through 1,000 loops and not through 1,001', async () => {
  const loop = (passes: number): Promise<string> =>
    bed
      .post(
        JSON.stringify({
          query: 'query Q($items: [Int!]!) { loop(items: $items) }',
          variables: { items: Array.from({ length: passes }, () => 1) },
        }),
      )
      .then(({ body }) => body);

  expect(await loop(1000)).toBe('{"data":{"loop":1000}}');
  expect(await loop(1001)).toMatch(/^\{"data":\{"loop":null\},"errors":\[.*"errorType":"Code"/);
});

test("the DynamoDB helpers' request objects are those recorded on AWS, byte for byte", async () => {
  const { helpers } = (await bed.ask('{ helpers }')) as { helpers: string[] };

  expect(helpers).toEqual([
    '{"operation":"GetItem","key":{"id":{"S":"id"}}}',
    '{"operation":"PutItem","key":{"id":{"S":"id"}},"attributeValues":{"name":{"S":"n"},"age":{"N":3}}}',
    '{"operation":"DeleteItem","key":{"id":{"S":"id"}}}',
    '{"operation":"Scan","limit":10,"nextToken":"token"}',
    '{"operation":"UpdateItem","key":{"id":{"S":"id"}},"update":{"expression":"SET #expName_1 = :expValue_1",' +
      '"expressionNames":{"#expName_1":"name"},"expressionValues":{":expValue_1":{"S":"n"}}}}',
    '{"operation":"UpdateItem","key":{"id":{"S":"id"}},"update":{"expression":"SET #expName_1 = #expName_1 + :expValue_1",' +
      '"expressionNames":{"#expName_1":"count"},"expressionValues":{":expValue_1":{"N":1}}}}',
    '{"operation":"UpdateItem","key":{"id":{"S":"id"}},"update":{"expression":"SET #expName_1 = list_append(#expName_1, :expValue_1)",' +
      '"expressionNames":{"#expName_1":"list"},"expressionValues":{":expValue_1":{"L":[{"S":"x"}]}}}}',
    '{"type":"OPERATION_ADD","value":"v"}',
    '{"type":"OPERATION_REPLACE","value":"v"}',
    '{"type":"OPERATION_APPEND","items":["x"]}',
    '{"type":"OPERATION_PREPEND","items":["x"]}',
    '{"type":"OPERATION_INCREMENT","by":5}',
    '{"type":"OPERATION_DECREMENT","by":5}',
    '{"operation":"Query","query":{"expression":"(#name = :name_eq)","expressionNames":{"#name":"name"},' +
      '"expressionValues":{":name_eq":{"S":"test"}}},"index":"byName"}',
    '{"N":12345}',
    '{"NULL":null}',
    '{"S":"{\\"s3\\":{\\"key\\":\\"foo\\",\\"bucket\\":\\"bar\\",\\"region\\":\\"baz\\"}}"}',
  ]);
});

test('response headers: the last value wins, restricted ones are left out with ResponseHeaderError', async () => {
  const answer = await bed.post('{"query":"{ headers }"}', {
    'x-api-key': bed.apiKey,
    'X-Own': 'Mine',
    Cookie: 'a=b',
  });
  const { data, errors } = JSON.parse(answer.body) as {
    data: { headers: string };
    errors: { errorType: string }[];
  };

  expect(answer.headers).toMatchObject({
    'x-one': 'last',
    'x-two': '2',
    'content-type': 'application/json;charset=UTF-8',
    'access-control-allow-origin': '*',
  });
  expect(answer.headers.vary).toBeUndefined();
  expect(answer.headers['x-amzn-requestid']).not.toBe('mine');
  expect(errors.map(({ errorType }) => errorType)).toEqual(Array(5).fill('ResponseHeaderError'));
  // Names are lower-case inside, and cookies are not shown.
  expect(JSON.parse(data.headers)).toEqual({ own: 'Mine' });
});
