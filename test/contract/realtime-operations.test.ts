import { afterAll, beforeAll, expect, test } from 'vitest';
import { startConformance, type ConformanceBed } from '../support/conformance-bed.ts';
import { ROOT_CREDENTIALS } from '../support/cloud.ts';
import { signedHeaders } from '../support/graphql-request.ts';

/** Operations of a realtime connection, frame by literal frame. */

const ON_EVENT = 'subscription S { onEvent { id } }';

let bed: ConformanceBed;

beforeAll(async () => {
  bed = await startConformance();
});

afterAll(async () => {
  await bed[Symbol.asyncDispose]();
});

const publish = (id: string): Promise<unknown> =>
  bed.ask('mutation M($id: ID!) { publish(id: $id) { id } }', { id });

test('start carries its document as a JSON text; start_ack has no payload, data is keyed by the field', async () => {
  using socket = await bed.connect();
  socket.send(
    `{"id":"one","type":"start","payload":{"data":"{\\"query\\":\\"${ON_EVENT}\\",\\"variables\\":{}}",` +
      `"extensions":{"authorization":{"host":"h","x-api-key":"${bed.apiKey}"}}}}`,
  );
  const started = await socket.next();
  await publish('e1');

  expect(started).toBe('{"id":"one","type":"start_ack"}');
  expect(await socket.next()).toBe(
    '{"id":"one","type":"data","payload":{"data":{"onEvent":{"id":"e1"}}}}',
  );
});

test('an unknown frame is UnsupportedOperation without an id, and so is a document that is no text', async () => {
  const unsupported =
    '{"type":"error","payload":{"errors":[{"errorType":"UnsupportedOperation",' +
    '"message":"unknown not supported through the realtime channel"}]}}';
  using socket = await bed.connect();
  for (const frame of [
    `{"id":"1","type":"subscribe","payload":{"query":"${ON_EVENT}"}}`,
    `{"id":"1","type":"start","payload":{"data":{"query":"${ON_EVENT}"}}}`,
    '{"type":"connection_terminate"}',
  ]) {
    socket.send(frame);

    expect(await socket.next()).toBe(unsupported);
  }
});

test('a query and a mutation are not supported through the realtime channel', async () => {
  using socket = await bed.connect();
  const error = (id: string, operation: string): string =>
    `{"id":"${id}","type":"error","payload":{"errors":[{"errorType":"UnsupportedOperation",` +
    `"message":"${operation} not supported through the realtime channel"}]}}`;

  expect(await bed.start(socket, 'q', '{ ping }')).toBe(error('q', 'query'));
  expect(await bed.start(socket, 'm', 'mutation { publish(id: 1) { id } }')).toBe(
    error('m', 'mutation'),
  );
});

test('a document that does not validate is refused by entries with a message only', async () => {
  using socket = await bed.connect();

  expect(await bed.start(socket, '1', 'subscription { nope { id } }')).toBe(
    '{"id":"1","type":"error","payload":{"errors":[{"message":"Validation error of type FieldUndefined: ' +
      "Field 'nope' in type 'Subscription' is undefined @ 'nope'\"}]}}",
  );
});

test('a second start of an id is DuplicatedOperationError, the first lives on', async () => {
  using socket = await bed.connect();
  await bed.start(socket, 'twice', ON_EVENT);

  expect(await bed.start(socket, 'twice', ON_EVENT)).toBe(
    '{"id":"twice","type":"error","payload":{"errors":[{"errorType":"DuplicatedOperationError",' +
      '"message":"Duplicated operation with id twice"}]}}',
  );
  await publish('e2');
  expect(await socket.next()).toContain('"id":"e2"');
});

test('a wrong key at start is an error with the id, and the socket stays', async () => {
  using socket = await bed.connect();
  socket.send(bed.startFrame('bad', ON_EVENT, {}, { 'x-api-key': 'da2-wrong' }));

  expect(await socket.next()).toBe(
    '{"id":"bad","type":"error","payload":{"errors":[{"errorType":"UnauthorizedException",' +
      '"message":"You are not authorized to make this call."}]}}',
  );
  expect(await bed.start(socket, 'good', ON_EVENT)).toBe('{"id":"good","type":"start_ack"}');
});

test('a subscription field the caller may not have is Unauthorized', async () => {
  using socket = await bed.connect();

  expect(await bed.start(socket, '1', 'subscription { onIamEvent { id } }')).toBe(
    '{"id":"1","type":"error","payload":{"errors":[{"errorType":"Unauthorized",' +
      '"message":"Not Authorized to access onIamEvent on type Subscription"}]}}',
  );
});

test('the 201st subscription of a connection is MaxSubscriptionsReachedError', async () => {
  using socket = await bed.connect();
  for (let n = 1; n <= 200; n++) {
    expect(await bed.start(socket, String(n), ON_EVENT)).toBe(`{"id":"${n}","type":"start_ack"}`);
  }

  expect(await bed.start(socket, '201', ON_EVENT)).toBe(
    '{"id":"201","type":"error","payload":{"errors":[{"errorType":"MaxSubscriptionsReachedError",' +
      '"message":"Max number of 200 subscriptions reached"}]}}',
  );
});

test('stop is answered by complete, and nothing is delivered after it', async () => {
  using socket = await bed.connect();
  await bed.start(socket, 'ends', ON_EVENT);
  await bed.start(socket, 'stays', ON_EVENT);
  socket.send('{"type":"stop","id":"ends"}');
  const ended = await socket.next();
  await publish('e3');

  expect(ended).toBe('{"id":"ends","type":"complete"}');
  expect(await socket.next()).toContain('{"id":"stays","type":"data"');
  expect(socket.pending).toEqual([]);
});

test('ids are forgotten with their socket: the next one takes them again', async () => {
  {
    using first = await bed.connect();
    await bed.start(first, 'same', ON_EVENT);
  }
  using second = await bed.connect();

  expect(await bed.start(second, 'same', ON_EVENT)).toBe('{"id":"same","type":"start_ack"}');
});

test('each start is authorised by its own mode, whatever the handshake and its siblings used', async () => {
  using socket = await bed.connect();
  const query = 'subscription { onIamEvent { id } }';
  const payload = JSON.stringify({ query, variables: {} });
  const authorization = await signedHeaders(bed.origin, payload, ROOT_CREDENTIALS);
  socket.send(
    bed.startFrame('iam', query, {}, { 'content-type': 'application/json', ...authorization }),
  );
  const iam = await socket.next();
  socket.send(
    bed.startFrame('lambda', ON_EVENT, {}, { Authorization: 'custom:{"isAuthorized":true}' }),
  );
  const lambda = await socket.next();
  const key = await bed.start(socket, 'key', ON_EVENT);

  expect([iam, lambda, key]).toEqual([
    '{"id":"iam","type":"start_ack"}',
    '{"id":"lambda","type":"start_ack"}',
    '{"id":"key","type":"start_ack"}',
  ]);
});
