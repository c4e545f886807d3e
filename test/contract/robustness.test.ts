import { once } from 'node:events';
import http from 'node:http';
import { connect, type Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startConformance, type ConformanceBed } from '../support/conformance-bed.ts';
import { openSocket } from '../support/raw-socket.ts';
import { createSteppedClock } from '../support/stepped-clock.ts';

/** Whatever a client sends gets a sensible answer in bounded time, and the next client is served. */

const SEED = Number(process.env.FUZZ_SEED ?? 2026);
const BODIES = 10_000;
const WARM_UP_BODIES = 2_000;
const CONNECTIONS = 16;
/** What grows without bound takes minutes; the rest has to be true on a busy machine too. */
const MAX_ANSWER_MS = 10_000;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const clock = createSteppedClock();
let bed: ConformanceBed;

beforeAll(async () => {
  bed = await startConformance({ clock });
});

afterAll(async () => {
  await bed[Symbol.asyncDispose]();
});

const isServed = async (): Promise<void> => {
  expect((await bed.post('{"query":"{ ping }"}')).body).toBe('{"data":{"ping":"ping"}}');
  expect(bed.logged.filter((line) => line.startsWith('error'))).toEqual([]);
};
/** The answer to a document, and that it came in bounded time. */
async function soon(query: string, variables: object = {}): Promise<string> {
  const startedAt = performance.now();
  const { body } = await bed.post(JSON.stringify({ query, variables }));
  expect(performance.now() - startedAt).toBeLessThan(MAX_ANSWER_MS);
  return body;
}

const documents = fc.constantFrom(
  '{ ping }',
  'query Q($json: AWSJSON) { jsonKind(json: $json) scalars(json: $json) { json list: date } }',
  'mutation M($id: ID!) { publish(id: $id, tags: ["a"]) { ...E } } fragment E on Event { id tags }',
  '{ pipeline(mode: "error") fails(kind: "full") { a @skip(if: true) b } directed { name iamName } }',
  '{ __type(name: "Event") { name fields { name type { kind ofType { name } } } } }',
  'query Q($r: AWSJSON!) { none(request: $r) }',
);
/** A document in which some characters are gone, doubled or others. */
const mutilated = fc
  .tuple(
    documents,
    fc.array(
      fc.tuple(fc.nat(120), fc.constantFrom('', '{', '}', '(', '"', '$', '@', '...', '\0')),
      {
        maxLength: 4,
      },
    ),
  )
  .map(([text, changes]) =>
    changes.reduce<string>((all, [at, by]) => all.slice(0, at) + by + all.slice(at + 1), text),
  );
const variables = fc.oneof(
  fc.dictionary(
    fc.constantFrom('json', 'id', 'r', '__proto__', 'x'),
    fc.jsonValue({ maxDepth: 3 }),
  ),
  fc.record({ r: fc.json({ maxDepth: 3 }) }),
  fc.jsonValue(),
);
const body = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ query: mutilated, variables }).map((it) => JSON.stringify(it)),
  },
  { weight: 2, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);

test(
  "10,000 random bodies are each answered by JSON with a status of the service's, and do not stay in memory",
  { timeout: 120_000 },
  async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });
    const bodies = fc.sample(body, { numRuns: BODIES, seed: SEED });
    const statuses = new Map<number, number>();
    let next = 0;
    const workUntil = (end: number) => async (): Promise<void> => {
      while (next < end) {
        const at = next++;
        const { status, text } = await send(agent, bodies[at] ?? '');
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (!isSensible(status, text)) {
          const sent = JSON.stringify(bodies[at]);
          throw new Error(`FUZZ_SEED=${SEED}, body ${at}: ${sent} gave ${status} ${text}`);
        }
      }
    };
    const sendUntil = (end: number): Promise<unknown> =>
      Promise.all(Array.from({ length: CONNECTIONS }, workUntil(end)));
    await sendUntil(WARM_UP_BODIES); // whatever is allocated once, is now
    collectGarbage();
    const heapBefore = process.memoryUsage().heapUsed;
    await sendUntil(BODIES);
    collectGarbage();
    const grownBytes = process.memoryUsage().heapUsed - heapBefore;
    agent.destroy();

    expect([...statuses.values()].reduce((a, b) => a + b)).toBe(BODIES);
    // The bodies are no good if they are all refused, or none is.
    expect(statuses.get(200)).toBeGreaterThan(1000);
    expect(statuses.get(400)).toBeGreaterThan(1000);
    expect(grownBytes, `FUZZ_SEED=${SEED}`).toBeLessThan(32 * 1024 * 1024);
    await isServed();
  },
);

function isSensible(status: number, text: string): boolean {
  const answer = JSON.parse(text) as { data?: unknown; errors?: { message: unknown }[] };
  if (text.includes('InternalFailure')) return false;
  return status === 200 ? 'data' in answer : status === 400 && Array.isArray(answer.errors);
}

function send(agent: http.Agent, text: string): Promise<{ status: number; text: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>();
  const headers = { 'x-api-key': bed.apiKey, 'content-length': Buffer.byteLength(text) };
  const url = `${bed.origin}/graphql`;
  const request = http.request(url, { method: 'POST', agent, headers }, (answer) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('end', () =>
      resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
    );
  });
  request.on('error', reject);
  request.end(text);
  return promise;
}

test('a thousand aliases are answered, and beyond 10,000 resolvers the rest is refused', async () => {
  const aliases = (count: number): string =>
    `{${Array.from({ length: count }, (_, n) => `a${n}:ping `).join('')}}`;
  const answer = JSON.parse(await soon(aliases(1000))) as { data: object };

  expect(Object.keys(answer.data)).toHaveLength(1000);
  expect(await soon(aliases(6000))).toBe(
    '{"errors":[{"message":"Maximum char length exceeded","errorType":"MalformedHttpRequestException"}]}',
  );
});

test('fields repeated without end are refused', async () => {
  expect(await soon(`{${'ping '.repeat(14_000)}}`)).toContain(
    'The document repeats too many fields and fragments to be validated',
  );
});

test('fragments that spread each other twice, 300 deep, are answered like any others', async () => {
  const fragments = Array.from(
    { length: 300 },
    (_, n) => `fragment F${n} on Scalars { a${n}: int ...F${n + 1} ...F${n + 1} }`,
  );
  const query = `{ output(value: "{}") { ...F0 } } ${fragments.join(' ')} fragment F300 on Scalars { int }`;

  expect(await soon(query)).toMatch(/^\{"data":\{"output":\{"a0":null,/);
});

test('nesting without end is refused, in documents, literals, variables and JSON', async () => {
  const refused =
    '{"errors":[{"message":"Unable to parse GraphQL query.","errorType":"MalformedHttpRequestException"}]}';
  const lists = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

  // How deep the parser gets depends on the stack of the process.
  expect(await soon('{directed'.repeat(3000) + '}'.repeat(3000))).toMatch(
    /Unable to parse GraphQL query|Field 'directed' in type 'Directed' is undefined/,
  );
  expect(await soon(`{ loop(items: ${lists(7000)}) }`)).toBe(refused);
  const { body: variable } = await bed.post(
    `{"query":"query Q($i: [Int!]!) { loop(items: $i) }","variables":{"i":${lists(100_000)}}}`,
  );
  expect(variable).toContain("Variable 'i' has an invalid value.");
  expect(
    await soon('query Q($v: AWSJSON!) { output(value: $v) { json } }', {
      v: `{"json":${lists(50_000)}}`,
    }),
  ).toContain('"errorType":"Code"');
  await isServed();
});

test('introspection into itself is refused by its depth', async () => {
  const fields = 'fields{type{'.repeat(20);

  expect(await soon(`{__schema{types{${fields}name${'}}'.repeat(20)}}}}`)).toContain(
    'Maximum introspection depth exceeded',
  );
});

test('a body over a megabyte is refused before it is read', async () => {
  const answer = await bed.post('x'.repeat(1_048_577));

  expect(answer.status).toBe(413);
  await isServed();
});

test('malformed base64 in a handshake is a connection_error, whatever the bytes', async () => {
  const headers = fc.sample(
    fc.oneof(
      fc.base64String({ maxLength: 200 }),
      fc.string({ unit: 'grapheme-ascii', maxLength: 60 }),
      fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value)).toString('base64')),
    ),
    { numRuns: 200, seed: SEED },
  );
  for (const header of headers) {
    using socket = await openSocket(bed.origin, {
      path: `/graphql/realtime?header=${encodeURIComponent(header)}&payload=e30=`,
      protocol: 'graphql-ws',
    });
    socket.send('{"type":"connection_init"}');

    expect(await socket.next(), `FUZZ_SEED=${SEED} ${header}`).toMatch(
      /"errorCode":40[01]\}\]\},"type":"connection_error"\}$/,
    );
  }
  await isServed();
});

test('a giant frame closes its connection with 1009, and one that only claims to be giant costs no memory', async () => {
  using large = await bed.connect();
  large.send('x'.repeat(2 * 1024 * 1024));
  using claimed = await bed.connect();
  const head = Buffer.alloc(14);
  head.writeUInt16BE(0x81ff);
  head.writeBigUInt64BE(2n ** 40n, 2);
  const before = process.memoryUsage().arrayBuffers;
  claimed.sendBytes(head);

  expect(await large.closed).toBe(1009);
  expect(await claimed.closed).toBe(1009);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024);
  await isServed();
});

test('clients that send a byte now and then hold up nobody, and their bodies are given up after 30 s', async () => {
  const { hostname, port, host } = new URL(bed.origin);
  const open = (text: string): Socket => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.on('error', () => undefined);
    socket.write(text);
    return socket;
  };
  const heads = Array.from({ length: 50 }, () => open('POST /graphql HTTP/1.1\r\nHo'));
  const bodies = Array.from({ length: 50 }, () =>
    open(
      `POST /graphql HTTP/1.1\r\nHost: ${host}\r\nx-api-key: ${bed.apiKey}\r\nContent-Length: 100\r\n\r\n{"qu`,
    ),
  );
  const answers = bodies.map(async (socket) => {
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await once(socket, 'close');
    return text;
  });
  await isServed();
  const given = Promise.all(answers);
  let isOver = false;
  void given.then(() => (isOver = true));
  // Some may only be arriving; each waits 30 s from then on.
  const forward = (): boolean => {
    clock.forward(30_000);
    return isOver;
  };
  await expect.poll(forward, { timeout: 10_000 }).toBe(true);

  for (const answer of await given) {
    expect(answer).toMatch(/^HTTP\/1\.1 408 [\s\S]*The body took longer than 30000 ms\./);
  }
  for (const socket of heads) socket.destroy();
});

test('a socket without connection_init is closed after 30 s', async () => {
  const header = Buffer.from(JSON.stringify({ host: 'h', 'x-api-key': bed.apiKey }));
  using socket = await openSocket(bed.origin, {
    path: `/graphql/realtime?header=${encodeURIComponent(header.toString('base64'))}&payload=e30=`,
    protocol: 'graphql-ws',
  });
  clock.forward(30_000);

  expect(await socket.closed).toBe(1000);
  expect(socket.pending).toEqual([]);
});

test('two clouds in one process do not see each other', async () => {
  await using other = await startConformance();
  using here = await bed.connect();
  using there = await other.connect();
  await bed.start(here, '1', 'subscription { onEvent { id } }');
  await other.start(there, '1', 'subscription { onEvent { id } }');
  await other.ask('mutation { publish(id: "there") { id } }');
  const { TableName } = other.cloud.stack.outputs;
  const key = { pk: { S: 'only' }, sk: { S: 'there' } };
  await other.source('dynamodb', { operation: 'PutItem', key, attributeValues: {} });
  const token = other.oidcToken();

  expect(await there.next()).toContain('"id":"there"');
  expect(here.pending).toEqual([]);
  expect(bed.cloud.stack.outputs.TableName).toBe(TableName);
  expect(await bed.source('dynamodb', { operation: 'GetItem', key })).toEqual({
    result: null,
    error: null,
  });
  expect((await bed.post('{"query":"{ ping }"}', { authorization: token })).status).toBe(401);
  expect((await other.post('{"query":"{ ping }"}', { authorization: token })).status).toBe(200);
});
