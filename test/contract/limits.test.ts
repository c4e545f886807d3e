import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalCloud } from '../../local/index.ts';
import { APPS } from '../support/apps.ts';
import { startTestCloud } from '../support/cloud.ts';
import { post } from '../support/raw-http.ts';

/** An API with introspection off, three levels of depth and four resolvers a request. */

let cloud: LocalCloud;

beforeAll(async () => {
  cloud = await startTestCloud(APPS.limited);
});

afterAll(async () => {
  await cloud[Symbol.asyncDispose]();
});

const ask = async (query: string): Promise<string> => {
  const headers = { 'x-api-key': cloud.stack.outputs.ApiKey ?? '' };
  return (await post(cloud.apiOrigin, JSON.stringify({ query }), headers)).body;
};

test('introspection that is switched off fails like an unknown field; __typename works', async () => {
  expect(await ask('{ __schema { types { name } } }')).toContain(
    "\"message\":\"Validation error of type FieldUndefined: Field '__schema' in type 'Query' is undefined @ '__schema'\"",
  );
  expect(await ask('{ __typename leaf }')).toBe('{"data":{"__typename":"Query","leaf":"leaf"}}');
});

test('fields below the depth limit are QueryDepthLimitReached, the rest is answered', async () => {
  const body = await ask('{ level { name next { name next { name } } } }');
  const { data, errors } = JSON.parse(body) as { data: unknown; errors: { errorType: string }[] };

  expect(data).toEqual({ level: { name: '1', next: { name: '2', next: { name: null } } } });
  expect(errors.map(({ errorType }) => errorType)).toEqual(['QueryDepthLimitReached']);
});

test('resolvers beyond the count are ResolverExecutionLimitReached, what is resolved is answered', async () => {
  const body = await ask('{ a: leaf b: leaf c: leaf d: leaf e: leaf }');
  const { data, errors } = JSON.parse(body) as { data: unknown; errors: object[] };

  expect(data).toEqual({ a: 'leaf', b: 'leaf', c: 'leaf', d: 'leaf', e: null });
  expect(errors).toMatchObject([
    { path: ['e'], errorType: 'ResolverExecutionLimitReached', errorInfo: null },
  ]);
});
