import { afterAll, beforeAll, expect, test } from 'vitest';
import { startConformance, type ConformanceBed } from '../support/conformance-bed.ts';
import { createSteppedClock } from '../support/stepped-clock.ts';

/** What takes minutes or a day, on a clock that is put forward. */

const MINUTE_MS = 60_000;
const clock = createSteppedClock();
let bed: ConformanceBed;

beforeAll(async () => {
  bed = await startConformance({ clock });
});

afterAll(async () => {
  await bed[Symbol.asyncDispose]();
});

test('a ka follows every 60 s', async () => {
  using socket = await bed.connect();
  clock.forward(MINUTE_MS / 2);
  const early = [...socket.pending];
  clock.forward(MINUTE_MS / 2);
  const first = await socket.next();
  clock.forward(MINUTE_MS);

  expect(early).toEqual([]);
  expect([first, await socket.next()]).toEqual(['{"type":"ka"}', '{"type":"ka"}']);
});

test('a request has 30 s: what is not resolved by then is null with its time-out, the rest is answered', async () => {
  const { apiKey } = bed;
  const answer = bed.post(
    JSON.stringify({
      query: 'query Q($r: AWSJSON!) { ping lambda(request: $r) }',
      variables: { r: '{"operation":"Invoke","payload":{"sleepMs":3000}}' },
    }),
    { 'x-api-key': apiKey },
  );
  await expect.poll(() => bed.logged.join('\n')).toContain('sleeping for 3000 ms');
  clock.forward(30_000);

  expect((await answer).body).toBe(
    '{"data":{"ping":"ping","lambda":null},"errors":[{"path":["lambda"],"data":null,"errorType":"ExecutionTimeout",' +
      '"errorInfo":null,"locations":[{"line":1,"column":30,"sourceName":null}],"message":"Execution timed out."}]}',
  );
});

test('an API key ends when its time is over', async () => {
  const before = await bed.post('{"query":"{ ping }"}');
  clock.forward(8 * 24 * 60 * MINUTE_MS);
  const after = await bed.post('{"query":"{ ping }"}');

  expect(before.status).toBe(200);
  expect(after.body).toContain('You are not authorized to make this call.');
  clock.forward(-8 * 24 * 60 * MINUTE_MS);
});

test('a connection is closed after 24 hours', async () => {
  using socket = await bed.connect();
  clock.forward(24 * 60 * MINUTE_MS);

  expect(await socket.closed).toBe(1001);
});
