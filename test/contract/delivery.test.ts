import { afterAll, beforeAll, expect, test } from 'vitest';
import { startConformance, type ConformanceBed } from '../support/conformance-bed.ts';
import { ROOT_CREDENTIALS } from '../support/cloud.ts';
import { post } from '../support/raw-http.ts';
import { signedHeaders } from '../support/graphql-request.ts';
import type { RawSocket } from '../support/raw-socket.ts';

/** What a subscriber receives of a mutation, and when it receives nothing. */

let bed: ConformanceBed;

beforeAll(async () => {
  bed = await startConformance();
});

afterAll(async () => {
  await bed[Symbol.asyncDispose]();
});

/** Publishes literal arguments, with a literal selection. */
const publish = (args: string, selection: string): Promise<unknown> =>
  bed.ask(`mutation { publish(${args}) { ${selection} } }`);

/** A subscription to everything, with nothing left to read. */
async function subscribed(query: string): Promise<RawSocket> {
  const socket = await bed.connect();
  expect(await bed.start(socket, '1', query)).toBe('{"id":"1","type":"start_ack"}');
  return socket;
}

/** The payload text of a data frame of the subscription `1`. */
const payload = (frame: string): string =>
  /^\{"id":"1","type":"data","payload":(.*)\}$/.exec(frame)?.[1] ?? frame;

test("a subscriber gets the mutation's result through its own selection; what the mutation left out is null", async () => {
  using socket = await subscribed('subscription { onEvent { id kind owner nested { city zip } } }');
  await publish(
    String.raw`id: "p1", kind: "k", owner: "o", n: 1, nested: "{\"city\":\"Rome\",\"zip\":1}"`,
    'id kind n nested { city }',
  );

  expect(payload(await socket.next())).toBe(
    '{"data":{"onEvent":{"id":"p1","kind":"k","owner":null,"nested":{"city":"Rome","zip":null}}}}',
  );
});

test('a missing non-null field makes the event null, with a message and a path for it', async () => {
  using socket = await subscribed('subscription { onEvent { id note } }');
  await publish('id: "p2", note: "n"', 'id');

  expect(payload(await socket.next())).toBe(
    '{"data":{"onEvent":null},"errors":[{"message":"Cannot return null for non-nullable type: ' +
      '\'String\' within parent \'Event\' (/onEvent/note)","path":["onEvent","note"]}]}',
  );
});

test('two aliased mutation fields are two messages', async () => {
  using socket = await subscribed('subscription { onEvent { id } }');
  await bed.ask('mutation { a: publish(id: "p3") { id } b: publish(id: "p4") { id } }');

  expect([payload(await socket.next()), payload(await socket.next())]).toEqual([
    '{"data":{"onEvent":{"id":"p3"}}}',
    '{"data":{"onEvent":{"id":"p4"}}}',
  ]);
});

test("a subscriber of one mode gets in full what another mode's caller published", async () => {
  using socket = await subscribed('subscription { onEvent { id kind } }');
  const body = '{"query":"mutation { publish(id: \\"p5\\", kind: \\"iam\\") { id kind } }"}';
  const headers = await signedHeaders(bed.origin, body, ROOT_CREDENTIALS);
  await post(bed.origin, body, { 'content-type': 'application/json', ...headers });

  expect(payload(await socket.next())).toBe('{"data":{"onEvent":{"id":"p5","kind":"iam"}}}');
});

test('a mutation that failed publishes nothing, one with appended errors publishes its result', async () => {
  using socket = await subscribed('subscription { onEvent { id } }');
  await bed.ask('mutation { publishFailing(id: "p6") { id } }');
  await bed.ask('mutation { publishFailing(id: "p7", append: true) { id } }');

  expect(payload(await socket.next())).toBe('{"data":{"onEvent":{"id":"p7"}}}');
});

test('a payload over 240 KB reaches nobody, the publisher is not told, the log is', async () => {
  using socket = await subscribed('subscription { onEvent { id text } }');
  const variables = { text: 'x'.repeat(240 * 1024) };
  const query = 'mutation M($text: String) { publish(id: "large", text: $text) { id text } }';
  const answer = await bed.post(JSON.stringify({ query, variables }));
  await publish('id: "small"', 'id');

  expect(answer.status).toBe(200);
  expect(answer.body).not.toContain('errors');
  expect(payload(await socket.next())).toContain('"id":"small"');
  expect(bed.logged).toContainEqual(
    expect.stringMatching(
      /^warn message dropped: its payload is too large .*"maxPayloadBytes":245760/,
    ),
  );
});

test('an invalidation completes the subscriptions its filter matches and closes their connections', async () => {
  using ended = await bed.connect();
  using kept = await bed.connect();
  await bed.start(ended, '1', 'subscription { onInvalidatable(id: "gone") { id } }');
  await bed.start(kept, '1', 'subscription { onInvalidatable(id: "stays") { id } }');
  using unfiltered = await subscribed('subscription { onEvent { id } }');
  await bed.ask('mutation { invalidate(id: "gone") }');

  expect(await ended.next()).toBe('{"id":"1","type":"complete"}');
  expect(await ended.closed).toBe(1000);
  await publish('id: "stays"', 'id');
  expect(await kept.next()).toContain('"onInvalidatable":{"id":"stays"}');
  expect(payload(await unfiltered.next())).toContain('"id":"stays"');
});

test('a subscription resolver runs once, at start, and not for each message', async () => {
  using socket = await subscribed('subscription { onCounted(key: "c1") { id } }');
  for (const id of ['m1', 'm2', 'm3']) await publish(`id: "${id}"`, 'id');
  for (let n = 0; n < 3; n++) await socket.next();

  expect(await bed.ask('{ counted(key: "c1") }')).toEqual({ counted: 1 });
});

test('util.unauthorized and util.error of a subscription resolver refuse the start', async () => {
  using socket = await bed.connect();
  const start = (how: string): Promise<string> =>
    bed.start(socket, how, `subscription { onRefused(how: "${how}") { id } }`);

  expect(await start('unauthorized')).toBe(
    '{"id":"unauthorized","type":"error","payload":{"errors":[{"errorType":"Unauthorized",' +
      '"message":"Not Authorized to access onRefused on type Subscription"}]}}',
  );
  expect(await start('error')).toBe(
    '{"id":"error","type":"error","payload":{"errors":[{"errorType":"Refused","message":"not today"}]}}',
  );
  expect(await start('not')).toBe('{"id":"not","type":"start_ack"}');
});
