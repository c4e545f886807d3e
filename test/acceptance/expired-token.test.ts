import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock, type Clock, type LocalCloud } from '../../local/index.ts';
import { configureAmplify } from '../support/amplify.ts';
import { DEMO_USER, startTestCloud } from '../support/cloud.ts';
import { postRaw } from '../support/graphql-request.ts';
import { signInWithAmplify } from '../support/users.ts';

const HOUR_MS = 3_600_000;

let aheadMs = 0;
const clock: Clock = { ...systemClock, now: () => systemClock.now() + aheadMs };
let cloud: LocalCloud;

beforeAll(async () => {
  cloud = await startTestCloud(undefined, { clock });
  configureAmplify(cloud);
});

afterAll(async () => {
  await cloud[Symbol.asyncDispose]();
});

test('a token is refused once its hour is over', async () => {
  const authorization = await signInWithAmplify(DEMO_USER.username, DEMO_USER.password);
  const list = () =>
    postRaw(cloud.apiOrigin, '{"query": "{ listReports { nextToken } }"}', { authorization });
  expect((await list()).status).toBe(200);

  aheadMs = HOUR_MS + 1000;
  const answer = await list();

  expect(answer.status).toBe(401);
  expect(answer.headers.get('x-amzn-errortype')).toBe('UnauthorizedException');
  expect(answer.body.errors).toEqual([
    { errorType: 'UnauthorizedException', message: 'Token has expired.' },
  ]);
});
