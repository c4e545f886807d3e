import { afterAll, beforeAll, expect, test } from 'vitest';
import { startConformance, type ConformanceBed } from '../support/conformance-bed.ts';

/** HTTP and EventBridge data sources: what they are asked, what they answer, how they fail. */

let bed: ConformanceBed;

beforeAll(async () => {
  bed = await startConformance({ apiLimits: { httpTimeoutMs: 200 } });
});

afterAll(async () => {
  await bed[Symbol.asyncDispose]();
});

const post = async (query: string, variables = {}): Promise<string> =>
  (await bed.post(JSON.stringify({ query, variables }))).body;
const request = (field: string, given: object): Promise<string> =>
  post(`query Q($r: AWSJSON!) { ${field}(request: $r) }`, { r: JSON.stringify(given) });

test('HTTP answers with status, headers and body; an answer that is not 2xx is no error', async () => {
  const found = await bed.source('http', {
    method: 'GET',
    resourcePath: '/.well-known/keys.json',
    params: { query: { a: 'b c' } },
  });
  const refused = await bed.source('http', {
    method: 'POST',
    resourcePath: '/graphql',
    params: { headers: { 'Content-Type': 'application/json' }, body: '{"query":"{ ping }"}' },
  });

  expect(found.error).toBeNull();
  expect(Object.keys(found.result as object)).toEqual(['statusCode', 'headers', 'body']);
  expect(found.result).toMatchObject({
    statusCode: 200,
    headers: { 'Content-Type': 'application/json' },
    body: expect.stringMatching(/^\{"keys":\[/) as string,
  });
  expect(refused.error).toBeNull();
  expect(refused.result).toMatchObject({ statusCode: 401 });
});

test('HTTP with an IAM authorization signs as the role of its data source', async () => {
  const { result } = await bed.source('httpSigned', {
    method: 'POST',
    resourcePath: '/graphql',
    params: {
      headers: { 'Content-Type': 'application/json' },
      body: '{"query":"{ caller { identity authType } }"}',
    },
  });
  const { data } = JSON.parse((result as { body: string }).body) as {
    data: { caller: { identity: string; authType: string } };
  };

  expect(data.caller.authType).toBe('IAM Authorization');
  expect(JSON.parse(data.caller.identity)).toMatchObject({
    userArn: expect.stringMatching(
      /^arn:aws:sts::000000000000:assumed-role\/Conformance-ApiHttpSigned/,
    ) as string,
  });
});

test('HTTP without an answer is ctx.error: a time-out by its name, a refused connection too', async () => {
  const slow = { query: 'query Q($r: AWSJSON!) { lambda(request: $r) }' };
  const timedOut = await bed.source('http', {
    method: 'POST',
    resourcePath: '/graphql',
    params: {
      headers: { 'content-type': 'application/json', 'x-api-key': bed.apiKey },
      body: JSON.stringify({
        ...slow,
        variables: { r: '{"operation":"Invoke","payload":{"sleepMs":1000}}' },
      }),
    },
  });
  const nowhere = await bed.source('httpNowhere', { method: 'GET', resourcePath: '/' });

  expect(timedOut).toEqual({
    result: null,
    error: { type: 'Http:ExecutionTimeoutException', message: 'Execution timed out.' },
  });
  expect(nowhere).toMatchObject({ result: null, error: { type: 'Http:ConnectException' } });
});

test('HTTP refuses headers a resolver may not set', async () => {
  expect(
    await request('http', {
      method: 'GET',
      resourcePath: '/',
      params: { headers: { Host: 'elsewhere.example' } },
    }),
  ).toContain("The header 'Host' cannot be set.");
});

test('PutEvents answers for each entry, and an entry that failed is no error', async () => {
  const event = { source: 'app', detailType: 'Ordered', detail: { a: 1 }, resources: ['r'] };
  const { result, error } = await bed.source('events', {
    operation: 'PutEvents',
    events: [event, { ...event, source: 'aws.mine' }],
  });

  expect(error).toBeNull();
  expect(result).toEqual({
    Entries: [
      { EventId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string },
      {
        ErrorCode: 'NotAuthorizedForSourceException',
        ErrorMessage: expect.any(String) as string,
      },
    ],
    FailedEntryCount: 1,
  });
  expect(bed.cloud.services.eventBuses.recent).toMatchObject([
    { event: { source: 'app', 'detail-type': 'Ordered', detail: { a: 1 }, resources: ['r'] } },
  ]);
});

test('PutEvents takes one to ten events', async () => {
  const events = Array.from({ length: 11 }, () => ({ source: 's', detailType: 'd', detail: {} }));

  expect(await request('events', { operation: 'PutEvents', events })).toContain('MappingTemplate');
  expect(await request('events', { operation: 'PutEvents', events: [] })).toContain(
    'MappingTemplate',
  );
});
