import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { LocalCloud } from '../../../local/index.ts';
import { APPS } from '../../support/apps.ts';
import { startTestCloud } from '../../support/cloud.ts';
import { createInbox } from '../../support/inbox.ts';
import { postRaw } from '../../support/graphql-request.ts';

/** Faults of pushes and sockets, seen on a raw WebSocket by literal frames. */

const DELAY_MS = 500;
const WAIT_MS = 5_000;

let cloud: LocalCloud;
const sockets: WebSocket[] = [];

beforeAll(async () => {
  cloud = await startTestCloud(APPS.guestBook);
});

afterEach(() => {
  cloud.faults.clear();
  for (const socket of sockets.splice(0)) socket.terminate();
});

afterAll(async () => {
  await cloud[Symbol.asyncDispose]();
});

interface Frame {
  readonly type: string;
  readonly payload?: { readonly data?: { readonly onNote: { readonly text: string } } };
}

/** A socket with one subscription, acknowledged; `notes` are the texts it gets, in order. */
async function subscribe() {
  const socket = open();
  const frames = createInbox<Frame>();
  const notes = createInbox<string>();
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  socket.on('message', (bytes: Buffer) => {
    const frame = JSON.parse(bytes.toString()) as Frame;
    frames.push(frame);
    if (frame.type === 'data') notes.push(frame.payload?.data?.onNote.text ?? '');
  });
  socket.on('open', () => socket.send('{"type":"connection_init"}'));
  await frames.first(({ type }) => type === 'connection_ack', WAIT_MS);
  const query = 'subscription { onNote(room: "r") { text } }';
  const extensions = { authorization: { host: 'localhost', 'x-api-key': apiKey() } };
  const payload = { data: JSON.stringify({ query, variables: {} }), extensions };
  socket.send(JSON.stringify({ id: '1', type: 'start', payload }));
  await frames.first(({ type }) => type === 'start_ack', WAIT_MS);
  return { notes, closed };
}

function open(): WebSocket {
  const header = Buffer.from(JSON.stringify({ host: 'localhost', 'x-api-key': apiKey() })).toString(
    'base64',
  );
  const socket = new WebSocket(
    `${cloud.apiOrigin.replace('http', 'ws')}/graphql/realtime?header=${encodeURIComponent(header)}&payload=e30=`,
    ['graphql-ws'],
  );
  sockets.push(socket);
  return socket;
}

function apiKey(): string {
  return cloud.stack.outputs.ApiKey ?? '';
}

async function publish(...texts: string[]): Promise<void> {
  for (const text of texts) {
    const query = `mutation { addNote(room: "r", text: "${text}") { room text } }`;
    await postRaw(cloud.apiOrigin, JSON.stringify({ query }), { 'x-api-key': apiKey() });
  }
}

test.each([
  ['pushes:drop,nth=2', ['a', 'c']],
  ['pushes:duplicate,nth=2', ['a', 'b', 'b', 'c']],
  ['pushes:reorder,nth=2', ['a', 'c', 'b']],
  [`pushes:delay=${DELAY_MS}ms,nth=1`, ['b', 'c', 'a']],
  ['pushes:drop,match=onSomethingElse', ['a', 'b', 'c']],
  ['pushes:drop,match=onNote addNote', []],
])('%s: of a, b, c the subscriber gets %j', async (spec, expected) => {
  const { notes } = await subscribe();
  cloud.faults.set([spec]);
  await publish('a', 'b', 'c');
  await expect.poll(() => notes.received.length, { timeout: WAIT_MS }).toBe(expected.length);
  cloud.faults.clear();
  await publish('end');
  await notes.first((text) => text === 'end', WAIT_MS);

  expect(notes.received).toEqual([...expected, 'end']);
});

test('pushes:reorder sends the last one by itself after its time', async () => {
  const { notes } = await subscribe();
  cloud.faults.set([`pushes:reorder=${DELAY_MS}ms`]);
  const startedAt = performance.now();
  await publish('alone');
  await notes.first((text) => text === 'alone', WAIT_MS);

  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(DELAY_MS - 5);
});

test('each subscriber\u2019s frame is an occasion of its own', async () => {
  const subscribers = [await subscribe(), await subscribe(), await subscribe()];
  cloud.faults.set(['pushes:drop,nth=2']);
  await publish('a');
  await expect.poll(() => cloud.faults.active()[0]?.seen, { timeout: WAIT_MS }).toBe(3);
  cloud.faults.clear();
  await publish('end');
  for (const { notes } of subscribers) await notes.first((text) => text === 'end', WAIT_MS);

  expect(subscribers.map(({ notes }) => notes.received.length).sort()).toEqual([1, 2, 2]);
});

test('sockets:cut ends all sockets each time its interval does, without a close frame', async () => {
  const [one, two] = [await subscribe(), await subscribe()];
  cloud.faults.set(['sockets:cut=200ms']);

  expect(await Promise.all([one.closed, two.closed])).toEqual([1006, 1006]);
  const three = await subscribe();
  expect(await three.closed).toBe(1006);
});

test('sockets:cut with nth cuts one socket only', async () => {
  const all = [await subscribe(), await subscribe()];
  cloud.faults.set(['sockets:cut=100ms,nth=2']);
  await Promise.race(all.map(({ closed }) => closed));
  await publish('still here');
  await Promise.race(all.map(({ notes }) => notes.first((text) => text === 'still here', WAIT_MS)));

  expect(cloud.faults.active()).toMatchObject([{ struck: 1 }]);
  expect(all.filter(({ notes }) => notes.received.length === 1)).toHaveLength(1);
});

test('sockets:refuse refuses the handshake, and the next is welcome', async () => {
  cloud.faults.set(['sockets:refuse,nth=1']);
  const refused = open();
  const error = await new Promise<Error>((resolve) => refused.once('error', resolve));

  expect(error.message).toBe('Unexpected server response: 503');
  await subscribe();
});
