import { fetchAuthSession } from 'aws-amplify/auth';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { LocalCloud } from '../../../local/index.ts';
import { configureAmplify } from '../../support/amplify.ts';
import { DEMO_USER, ROOT_CREDENTIALS, startTestCloud } from '../../support/cloud.ts';
import { postRaw, signedHeaders, type RawAnswer } from '../../support/graphql-request.ts';
import { signInWithAmplify } from '../../support/users.ts';

/** Faults of GraphQL requests and of users' tokens, over HTTP as any client sees them. */

const HELD_MS = 400;
const READ = '{ listReports(first: 1) { items { reportId } } }';

let cloud: LocalCloud;
let token: string;

beforeAll(async () => {
  cloud = await startTestCloud();
  configureAmplify(cloud);
  token = await signInWithAmplify(DEMO_USER.username, DEMO_USER.password);
});

afterEach(() => cloud.faults.clear());

afterAll(async () => {
  await cloud[Symbol.asyncDispose]();
});

function post(query: string, variables = {}, authorization = token): Promise<RawAnswer> {
  return postRaw(cloud.apiOrigin, JSON.stringify({ query, variables }), { authorization });
}

function order(reportId: string): Promise<RawAnswer> {
  return post(
    'mutation G($input: GenerateReportInput!) { generateReport(input: $input) { reportId status } }',
    { input: { reportId, definition: { sample: { amountOfRows: 5, delayMs: 60_000 } } } },
  );
}

const find = (reportId: string) =>
  post('query R($id: ID!) { getReport(reportId: $id) { reportId } }', { id: reportId });

test.each([
  ['fail', 500, 'InternalFailure'],
  ['fail=503', 503, 'ServiceUnavailableException'],
  ['fail=429', 429, 'TooManyRequestsException'],
  ['throttle', 429, 'TooManyRequestsException'],
])('graphql:%s answers with %i', async (action, status, errorType) => {
  cloud.faults.set([`graphql:${action},nth=1`]);
  const struck = await post(READ);
  const next = await post(READ);

  expect(struck.status).toBe(status);
  expect(struck.body.errors).toMatchObject([{ errorType }]);
  expect(struck.headers.get('access-control-allow-origin')).toBe('*');
  expect(next.status).toBe(200);
});

test('graphql:cut-before runs nothing, cut-after runs the mutation and loses the answer', async () => {
  const [lost, done] = [crypto.randomUUID(), crypto.randomUUID()];
  cloud.faults.set(['graphql:cut-before,match=generateReport']);
  await expect(order(lost)).rejects.toThrow('fetch failed');
  cloud.faults.set(['graphql:cut-after,match=generateReport']);
  await expect(order(done)).rejects.toThrow('fetch failed');

  expect((await find(lost)).body.data).toEqual({ getReport: null });
  expect((await find(done)).body.data).toEqual({ getReport: { reportId: done } });
});

test('graphql:hang holds a request for its time', async () => {
  cloud.faults.set([`graphql:hang=${HELD_MS}ms`]);
  const startedAt = performance.now();
  const { status } = await post(READ);

  expect(status).toBe(200);
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(HELD_MS - 5);
});

test('match looks at the kind and the root fields of the operation that is asked for, by at the caller', async () => {
  cloud.faults.set([
    'graphql:fail,match=query listReports,nth=9',
    'graphql:fail,match=getReport,nth=9',
    'graphql:fail,by=user,nth=9',
    'graphql:fail,by=nobody,nth=9',
  ]);
  const query = `query A ${READ} query B { getReport(reportId: "x") { reportId } }`;
  await postRaw(cloud.apiOrigin, JSON.stringify({ query, operationName: 'A' }), {
    authorization: token,
  });
  const body = JSON.stringify({ query: READ });
  await postRaw(
    cloud.apiOrigin,
    body,
    await signedHeaders(cloud.apiOrigin, body, ROOT_CREDENTIALS),
  );

  expect(cloud.faults.active().map(({ seen }) => seen)).toEqual([2, 0, 1, 0]);
});

test('tokens:expire refuses tokens given out before it was set; a refreshed one is good', async () => {
  await post(READ);
  cloud.faults.set(['tokens:expire']);
  const refused = await post(READ);
  const { tokens } = await fetchAuthSession({ forceRefresh: true });
  const fresh = await post(READ, {}, tokens?.accessToken.toString());
  const again = await post(READ);

  expect(refused.status).toBe(401);
  expect(refused.body.errors).toMatchObject([
    { errorType: 'UnauthorizedException', message: 'Token has expired.' },
  ]);
  expect(fresh.status).toBe(200);
  expect(again.status).toBe(401);
});

test('tokens:expire=all,nth=2: what has expired stays so, until the faults are gone', async () => {
  cloud.faults.set(['tokens:expire=all,nth=2']);
  const statuses = [];
  for (let asked = 0; asked < 3; asked++) statuses.push((await post(READ)).status);
  cloud.faults.clear();

  expect(statuses).toEqual([200, 401, 401]);
  expect((await post(READ)).status).toBe(200);
});
