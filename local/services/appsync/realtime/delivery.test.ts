import { describe, expect, it } from 'vitest';
import type { AcceptedSubscription, SubscriptionFilter } from '../types.ts';
import type { DeliveryFate } from './delivery.ts';
import { accepted, createBed, type Bed, type FrameClient } from './test-bed.ts';

/** Subscribes with what the test says the engine accepts, under the ids 1, 2, 3... */
async function subscribed(
  subscriptions: AcceptedSubscription[],
  options: Parameters<typeof createBed>[0] = {},
): Promise<{ bed: Bed; client: FrameClient }> {
  const waiting = [...subscriptions];
  const engine = {
    subscribe: () => Promise.resolve({ accepted: waiting.shift() ?? accepted() }),
  };
  const bed = await createBed({ engine, ...options });
  const client = await bed.connect();
  for (let n = 1; n <= subscriptions.length; n++) await startNext(client, n);
  return { bed, client };
}

async function startNext(client: FrameClient, id: number): Promise<void> {
  client.send(
    `{"id":"${id}","type":"start","payload":{"data":"{\\"query\\":\\"subscription { x }\\"}","extensions":{"authorization":{"x-api-key":"K"}}}}`,
  );
  expect(await client.next()).toBe(`{"id":"${id}","type":"start_ack"}`);
}

function idOf(frame: string): string {
  return (JSON.parse(frame) as { id: string }).id;
}

const byId = (value: string): SubscriptionFilter => ({
  filterGroup: [{ filters: [{ fieldName: 'id', operator: 'eq', value }] }],
});

describe('a published message', () => {
  it('reaches those its result matches and nobody else', async () => {
    const { bed, client } = await subscribed([
      accepted({ args: { id: 'r1' } }),
      accepted({ args: { id: 'r2' } }),
      accepted({ filter: byId('r1') }),
      accepted({ filter: byId('r2') }),
      accepted({ mutations: ['other'] }),
      accepted(),
    ]);
    await using _ = bed;

    bed.endpoint.listener.published({ mutation: 'publish', result: { id: 'r1' } });
    bed.endpoint.listener.published({ mutation: 'other', result: { id: 'end' } });
    const ids = [];
    for (let n = 0; n < 4; n++) ids.push(idOf(await client.next()));

    expect(ids.slice(0, 3).sort()).toEqual(['1', '3', '6']);
    expect(ids[3]).toBe('5');
  });

  it('is projected once per selection, however many share it', async () => {
    let projections = 0;
    const counted = (projectionKey: string): AcceptedSubscription =>
      accepted({
        projectionKey,
        project() {
          projections++;
          return { data: { key: projectionKey } };
        },
      });
    const { bed, client } = await subscribed([
      ...Array.from({ length: 50 }, () => counted('a')),
      ...Array.from({ length: 50 }, () => counted('b')),
    ]);
    await using _ = bed;

    bed.endpoint.listener.published({ mutation: 'publish', result: {} });
    const frames = [];
    for (let n = 0; n < 100; n++) frames.push(await client.next());

    expect(projections).toBe(2);
    expect(new Set(frames.map(idOf)).size).toBe(100);
    expect(
      frames.filter((frame) => frame.endsWith('"payload":{"data":{"key":"b"}}}')),
    ).toHaveLength(50);
  });

  it('carries the errors of its projection after the data', async () => {
    const errors = [
      {
        message:
          "Cannot return null for non-nullable type: 'AWSDateTime' within parent 'Todo' (/newTodo/created)",
        path: ['newTodo', 'created'],
      },
    ];
    const { bed, client } = await subscribed([
      accepted({ project: () => ({ data: { newTodo: null }, errors }) }),
    ]);
    await using _ = bed;

    bed.endpoint.listener.published({ mutation: 'publish', result: {} });

    expect(await client.next()).toBe(
      `{"id":"1","type":"data","payload":{"data":{"newTodo":null},"errors":[{"message":"Cannot return null for non-nullable type: 'AWSDateTime' within parent 'Todo' (/newTodo/created)","path":["newTodo","created"]}]}}`,
    );
  });

  it('keeps its place among the others of its connection', async () => {
    const { bed, client } = await subscribed([accepted()], { limits: { deliveriesPerTurn: 3 } });
    await using _ = bed;

    for (let n = 0; n < 500; n++) {
      bed.endpoint.listener.published({ mutation: 'publish', result: { n } });
    }
    const seen = [];
    for (let n = 0; n < 500; n++) seen.push(Number(/"n":(\d+)/.exec(await client.next())?.[1]));

    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });

  it('leaves the publisher before anything is projected', async () => {
    let projected = false;
    const project: AcceptedSubscription['project'] = () => {
      projected = true;
      return { data: {} };
    };
    const { bed, client } = await subscribed([accepted({ project })]);
    await using _ = bed;

    bed.endpoint.listener.published({ mutation: 'publish', result: {} });
    const whenPublished = projected;
    await client.next();

    expect([whenPublished, projected]).toEqual([false, true]);
  });

  it('over 240 KB is dropped for all with a log line, and one of exactly 240 KB is not', async () => {
    let size = 0;
    // {"data":{"text":"..."}} is 20 bytes around the text
    const project: AcceptedSubscription['project'] = () => ({
      data: { text: 'x'.repeat(size - 20) },
    });
    const { bed, client } = await subscribed([accepted({ project }), accepted({ project })]);
    await using _ = bed;
    const publish = async (bytes: number): Promise<void> => {
      size = bytes;
      bed.endpoint.listener.published({ mutation: 'publish', result: {} });
      await new Promise((resolve) => setTimeout(resolve, 20));
    };

    await publish(240 * 1024 + 1);
    await publish(240 * 1024);
    const frames = [await client.next(), await client.next()];

    expect(frames.map((frame) => frame.length)).toEqual(
      Array(2).fill('{"id":"1","type":"data","payload":}'.length + 245_760),
    );
    expect(bed.log.lines.filter((line) => line.includes('too large'))).toHaveLength(1);
  });

  it('whose projection fails is dropped with a log line, and the next is delivered', async () => {
    let fails = true;
    const project: AcceptedSubscription['project'] = ({ result }) => {
      if (fails) throw new Error('projection');
      return { data: { ...result } };
    };
    const { bed, client } = await subscribed([accepted({ project })]);
    await using _ = bed;

    bed.endpoint.listener.published({ mutation: 'publish', result: { n: 1 } });
    await new Promise((resolve) => setTimeout(resolve, 20));
    fails = false;
    bed.endpoint.listener.published({ mutation: 'publish', result: { n: 2 } });

    expect(await client.next()).toBe('{"id":"1","type":"data","payload":{"data":{"n":2}}}');
    expect(bed.log.lines).toContain('error message dropped: its projection failed');
  });

  it('that nobody can match for want of a selected field is told in the log', async () => {
    const { bed } = await subscribed([accepted({ args: { id: 'r1' } })]);
    await using _ = bed;

    bed.endpoint.listener.published({ mutation: 'publish', result: { name: 'x' } });

    expect(bed.log.lines).toContain(
      'warn message reaches nobody: filtered fields are null or not selected',
    );
  });
});

describe('an invalidation', () => {
  it('completes the subscriptions it matches and closes their connections only', async () => {
    const { bed, client } = await subscribed([
      accepted({ fieldName: 'onGroup', invalidationFilter: byId('u1') }),
      accepted({ fieldName: 'onGroup' }),
    ]);
    await using _ = bed;
    const other = await bed.connect();
    await startNext(other, 3);

    bed.endpoint.listener.invalidated('onGroup', { id: 'u1' });

    expect(await client.next()).toBe('{"id":"1","type":"complete"}');
    expect(await client.closed).toBe(1000);
    expect(bed.endpoint.subscriptionCount).toBe(1);
  });

  it.each([
    ['another payload', 'onGroup', { id: 'u2' }],
    ['another field', 'onOther', { id: 'u1' }],
  ])('with %s changes nothing', async (_, field, payload) => {
    const { bed, client } = await subscribed([
      accepted({ fieldName: 'onGroup', invalidationFilter: byId('u1') }),
    ]);
    await using _bed = bed;

    bed.endpoint.listener.invalidated(field, payload);
    bed.endpoint.listener.published({ mutation: 'publish', result: {} });

    expect(await client.next()).toMatch(/"type":"data"/);
  });

  it('comes after the messages published before it', async () => {
    const { bed, client } = await subscribed([accepted({ invalidationFilter: byId('u1') })]);
    await using _ = bed;

    bed.endpoint.listener.published({ mutation: 'publish', result: { n: 1 } });
    bed.endpoint.listener.invalidated('onPublish', { id: 'u1' });
    bed.endpoint.listener.published({ mutation: 'publish', result: { n: 2 } });

    expect(
      [await client.next(), await client.next()].map((frame) => /"type":"(\w+)"/.exec(frame)?.[1]),
    ).toEqual(['data', 'complete']);
    expect(await client.closed).toBe(1000);
  });
});

describe('a subscription that was stopped', () => {
  it('is not ended a second time by an invalidation on its way', async () => {
    const { bed, client } = await subscribed([accepted({ invalidationFilter: byId('u1') })], {
      limits: { deliveriesPerTurn: 1 },
    });
    await using _ = bed;

    for (let n = 0; n < 2_000; n++) {
      bed.endpoint.listener.published({ mutation: 'publish', result: {} });
    }
    bed.endpoint.listener.invalidated('onPublish', { id: 'u1' });
    client.send('{"type":"stop","id":"1"}');
    while (!(await client.next()).includes('complete'));
    await startNext(client, 2);
    bed.endpoint.listener.published({ mutation: 'publish', result: {} });

    expect(await client.next()).toBe(
      '{"id":"2","type":"data","payload":{"data":{"onPublish":{}}}}',
    );
  });

  it('does not get what a fault held back', async () => {
    const { bed, client } = await subscribed([accepted()], {
      faults: { onDeliver: () => ({ delayMs: 10 }) },
    });
    await using _ = bed;

    bed.endpoint.listener.published({ mutation: 'publish', result: {} });
    await new Promise((resolve) => setTimeout(resolve, 20));
    client.send('{"type":"stop","id":"1"}');
    await client.next();
    bed.clock.advance(10);

    await startNext(client, 2);
  });
});

describe('a delivery fault', () => {
  it('drops, duplicates or delays single frames', async () => {
    const fates: DeliveryFate[] = ['drop', 'duplicate', { delayMs: 5_000 }, 'deliver'];
    const { bed, client } = await subscribed([accepted()], {
      faults: { onDeliver: () => fates.shift() ?? 'deliver' },
    });
    await using _ = bed;

    for (let n = 1; n <= 4; n++)
      bed.endpoint.listener.published({ mutation: 'publish', result: { n } });
    const frames = [await client.next(), await client.next(), await client.next()];
    bed.clock.advance(5_000);
    frames.push(await client.next());

    expect(frames.map((frame) => /"n":(\d)/.exec(frame)?.[1])).toEqual(['2', '2', '4', '3']);
  });

  it('is told whose frame it is, and may be changed while the endpoint runs', async () => {
    const faults: { onDeliver?: (attempt: unknown) => DeliveryFate } = {};
    const { bed, client } = await subscribed([accepted()], { faults });
    await using _ = bed;
    const attempts: unknown[] = [];

    faults.onDeliver = (attempt) => {
      attempts.push(attempt);
      return 'deliver';
    };
    bed.endpoint.listener.published({ mutation: 'publish', result: {} });
    await client.next();

    expect(attempts).toEqual([
      { connection: 1, subscriptionId: '1', subscriptionField: 'onPublish', mutation: 'publish' },
    ]);
  });
});
