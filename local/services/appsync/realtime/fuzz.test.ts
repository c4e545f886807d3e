import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createBed, until, type Bed } from './test-bed.ts';

const id = fc.constantFrom('1', '2', '3', '', '__proto__', 'ü"\\', 'x'.repeat(300));
const data = fc.oneof(
  fc.constantFrom(
    '{"query":"subscription { onPublish }"}',
    '{"query":"subscription { onPublish }","variables":{"id":"r1"}}',
    '{"query":"subscription { onPublish }","variables":{"__proto__":{"a":[[[1]]]}}}',
    '[]',
    '{',
  ),
  fc.json({ maxDepth: 3 }),
);
const authorization = fc.oneof(fc.constant({ 'x-api-key': 'K' }), fc.jsonValue({ maxDepth: 2 }));
const known = fc.oneof(
  fc.record({
    type: fc.constant('start'),
    id,
    payload: fc.record({ data, extensions: fc.record({ authorization }) }),
  }),
  fc.record(
    { type: fc.constantFrom('stop', 'start', 'connection_init', 'ka', 'subscribe'), id },
    { requiredKeys: [] },
  ),
);
const frame = fc.oneof(
  { weight: 6, arbitrary: known.map((value) => JSON.stringify(value)) },
  // A frame that broke off, and one that says nothing.
  {
    weight: 1,
    arbitrary: fc.tuple(known, fc.nat(60)).map(([value, at]) => JSON.stringify(value).slice(0, at)),
  },
  { weight: 1, arbitrary: fc.jsonValue().map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

it(
  '100,000 random frames neither stop the endpoint nor stay in it',
  { timeout: 60_000 },
  async () => {
    await using bed = await createBed();
    const seed = Number(process.env['FUZZ_SEED'] ?? 42);
    const frames = fc.sample(frame, { numRuns: 10_000, seed });
    await flood(bed, frames); // whatever is allocated once, is now
    collectGarbage();
    const heapBefore = process.memoryUsage().heapUsed;

    for (let round = 0; round < 9; round++) await flood(bed, frames);
    collectGarbage();
    const grownBytes = process.memoryUsage().heapUsed - heapBefore;

    const client = await bed.connect();
    client.send(START);
    expect(await client.next()).toBe('{"id":"1","type":"start_ack"}');
    const errors = bed.log.lines.filter((line) => line.startsWith('error'));
    expect(errors, `FUZZ_SEED=${seed}`).toEqual([]);
    expect([bed.endpoint.connectionCount, bed.endpoint.subscriptionCount]).toEqual([1, 1]);
    expect(grownBytes, `FUZZ_SEED=${seed}`).toBeLessThan(8 * 1024 * 1024);
  },
);

it('random bytes on the wire do not stop the endpoint', async () => {
  await using bed = await createBed({ limits: { closeTimeoutMs: 100 } });
  const upgrade =
    'GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-ws\r\n\r\n';
  const noise = fc.sample(fc.uint8Array({ minLength: 1, maxLength: 400 }), {
    numRuns: 200,
    seed: 7,
  });

  for (const bytes of noise) {
    // Those the noise does not end stay open until the endpoint is disposed of.
    void bed.exchange(upgrade + Buffer.from(bytes).toString('latin1')).catch(() => undefined);
  }
  await until(() => bed.endpoint.connectionCount > 0, 'the noise to arrive');
  const client = await bed.connect();
  client.send(START);

  expect(await client.next()).toBe('{"id":"1","type":"start_ack"}');
});

const START =
  '{"id":"1","type":"start","payload":{"data":"{\\"query\\":\\"subscription { onPublish }\\"}","extensions":{"authorization":{"x-api-key":"K"}}}}';

async function flood(bed: Bed, frames: readonly string[]): Promise<void> {
  const client = await bed.connect();
  for (const [n, text] of frames.entries()) {
    client.send(text);
    if (n % 50 === 0)
      bed.endpoint.listener.published({ mutation: 'publish', result: { id: 'r1' } });
    // Without a turn the frames would only pile up on our side.
    if (n % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  client.socket.close();
  expect(await client.closed).toBe(1005); // ours, without a code: the server read to the end
  await until(() => bed.endpoint.connectionCount === 0, 'the flood to end', 10_000);
  bed.log.lines.splice(
    0,
    bed.log.lines.length,
    ...bed.log.lines.filter((line) => !line.startsWith('info')),
  );
}
