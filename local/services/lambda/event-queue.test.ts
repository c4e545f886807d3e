import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createEventQueue, type EventQueueOptions } from './event-queue.ts';
import { functionConfig } from './fixtures/harness.ts';
import { createManualClock } from './fixtures/manual-clock.ts';
import { silentLog } from '../../host.ts';
import type { Invocation } from './invoker.ts';
import type { FunctionConfig, InvocationRecord } from './types.ts';

const MINUTE_MS = 60_000;
const SUCCESS: Invocation = { kind: 'completed', payload: '"done"', logTail: '' };
const FAILURE: Invocation = {
  kind: 'completed',
  payload: '{"errorType":"Error","errorMessage":"no"}',
  functionError: 'Unhandled',
  logTail: '',
};
const THROTTLED: Invocation = { kind: 'throttled', reason: 'ConcurrentInvocationLimitExceeded' };

let root: string;
let directory: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'lambda-events-'));
});
beforeEach(() => {
  directory = mkdtempSync(join(root, 'queue-'));
});
afterAll(() => rmSync(root, { recursive: true }));

/** A queue for one function `f` whose invocations end as `outcomes` say, the last one for ever after. */
function startQueue(
  outcomes: readonly Invocation[],
  config: Partial<FunctionConfig['asyncConfig']> = {},
  options: Partial<EventQueueOptions> = {},
) {
  const clock = createManualClock();
  const startedAtMs = clock.now();
  const attemptsAtMs: number[] = [];
  const records: InvocationRecord[] = [];
  const definition = functionConfig('f', { asyncConfig: config });
  const queue = createEventQueue({
    directory,
    clock,
    log: silentLog,
    findFunction: (name) => (name === 'f' ? definition : undefined),
    invoke: () => {
      attemptsAtMs.push(clock.now() - startedAtMs);
      const outcome = outcomes[Math.min(attemptsAtMs.length, outcomes.length) - 1];
      return Promise.resolve(outcome ?? SUCCESS);
    },
    report: (_config, record) => {
      records.push(record);
      return Promise.resolve();
    },
    onFinished: () => {},
    ...options,
  });
  const accept = (requestId = 'one') =>
    queue.accept({ requestId, functionName: 'f', payload: '{"a":1}' });
  return { queue, clock, attemptsAtMs, records, accept };
}

const files = () => readdirSync(directory);

test('an accepted event is on disk until its function has succeeded', async () => {
  const { accept, clock, records, queue } = startQueue([SUCCESS]);
  await accept();
  expect(files()).toEqual(['one.json']);
  expect(queue.pending()).toBe(1);

  await clock.pass(0);

  expect(files()).toEqual([]);
  expect(queue.pending()).toBe(0);
  expect(records).toEqual([
    {
      version: '1.0',
      timestamp: expect.stringMatching(/^\d{4}-.+Z$/) as string,
      requestContext: {
        requestId: 'one',
        functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:f:$LATEST',
        condition: 'Success',
        approximateInvokeCount: 1,
      },
      requestPayload: { a: 1 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST' },
      responsePayload: 'done',
    },
  ]);
});

describe('a function error', () => {
  test('is tried again after one minute and then after two, and then given up', async () => {
    const { accept, clock, attemptsAtMs, records } = startQueue([FAILURE]);
    await accept();

    await clock.pass(10 * MINUTE_MS);

    expect(attemptsAtMs).toEqual([0, MINUTE_MS, 3 * MINUTE_MS]);
    expect(records).toMatchObject([
      {
        requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
        responseContext: { statusCode: 200, functionError: 'Unhandled' },
        responsePayload: { errorMessage: 'no' },
      },
    ]);
    expect(files()).toEqual([]);
  });

  test('is not tried again when the function says so', async () => {
    const { accept, clock, attemptsAtMs } = startQueue([FAILURE], { maximumRetryAttempts: 0 });
    await accept();
    await clock.pass(10 * MINUTE_MS);
    expect(attemptsAtMs).toEqual([0]);
  });

  test('may be followed by a success', async () => {
    const { accept, clock, records } = startQueue([FAILURE, SUCCESS]);
    await accept();
    await clock.pass(10 * MINUTE_MS);
    expect(records).toMatchObject([
      { requestContext: { condition: 'Success', approximateInvokeCount: 2 } },
    ]);
  });

  test('whose retry would come too late is given up as too old', async () => {
    const { accept, clock, attemptsAtMs, records } = startQueue([FAILURE], {
      maximumEventAgeMs: 2 * MINUTE_MS,
    });
    await accept();
    await clock.pass(10 * MINUTE_MS);
    expect(attemptsAtMs).toEqual([0, MINUTE_MS]);
    expect(records).toMatchObject([
      { requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 2 } },
    ]);
  });
});

describe('a throttle', () => {
  test('waits from 1 s, doubling up to 5 minutes, and uses up no retry', async () => {
    const { accept, clock, attemptsAtMs, records } = startQueue([
      ...Array<Invocation>(11).fill(THROTTLED),
      SUCCESS,
    ]);
    await accept();

    await clock.pass(60 * MINUTE_MS);

    const waitsS = attemptsAtMs
      .slice(1)
      .map((at, index) => (at - (attemptsAtMs[index] ?? 0)) / 1000);
    expect(waitsS).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
    expect(records).toMatchObject([
      { requestContext: { condition: 'Success', approximateInvokeCount: 1 } },
    ]);
  });

  test.each([THROTTLED, { kind: 'systemError' } as const])(
    'ends at the maximum age without a response: $kind',
    async (outcome) => {
      const { accept, clock, records } = startQueue([outcome], { maximumEventAgeMs: MINUTE_MS });
      await accept();

      await clock.pass(MINUTE_MS);

      expect(records).toHaveLength(1);
      expect(records[0]?.requestContext).toMatchObject({
        condition: 'EventAgeExceeded',
        approximateInvokeCount: 0,
      });
      expect(records[0]).not.toHaveProperty('responsePayload');
      expect(files()).toEqual([]);
    },
  );
});

describe('without room', () => {
  test('events wait in order of arrival and go on as soon as there is room', async () => {
    const started: string[] = [];
    const ends: (() => void)[] = [];
    let running = 0;
    const { accept, clock, queue } = startQueue(
      [],
      {},
      {
        hasRoom: () => running < 2,
        invoke: (_config, { requestId }) => {
          started.push(requestId);
          running++;
          return new Promise((resolve) => {
            ends.push(() => {
              running--;
              resolve(SUCCESS);
            });
          });
        },
      },
    );
    await Promise.all(['1', '2', '3', '4', '5'].map((id) => accept(id)));
    await clock.pass(0);
    expect(started).toEqual(['1', '2']);

    while (started.length < 5) {
      ends.shift()?.();
      queue.roomMade();
      await clock.pass(0);
    }

    expect(started).toEqual(['1', '2', '3', '4', '5']);
  });

  test('an event that never finds any ends at its maximum age', async () => {
    const { accept, clock, attemptsAtMs, records } = startQueue(
      [SUCCESS],
      { maximumEventAgeMs: MINUTE_MS },
      { hasRoom: () => false },
    );
    await accept();

    await clock.pass(MINUTE_MS);

    expect(attemptsAtMs).toEqual([]);
    expect(records).toMatchObject([
      { requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 0 } },
    ]);
  });

  test('it ends then although its timer came too early', async () => {
    const clock = createManualClock();
    // As a process sees it: a timer by the monotonic clock, the time by the clock on the wall.
    const hasty = { ...clock, after: (ms: number, run: () => void) => clock.after(ms * 0.9, run) };
    const { accept, records } = startQueue(
      [SUCCESS],
      { maximumEventAgeMs: MINUTE_MS },
      { hasRoom: () => false, clock: hasty },
    );
    await accept();
    await clock.pass(2 * MINUTE_MS);

    expect(records).toMatchObject([{ requestContext: { condition: 'EventAgeExceeded' } }]);
  });

  test('an event that could not be kept safe does not hold up those behind it', async () => {
    const { accept, clock, attemptsAtMs } = startQueue([SUCCESS]);
    const lost = accept('no/such/folder');
    const kept = accept('two');

    await expect(lost).rejects.toThrow('ENOENT');
    await kept;
    await clock.pass(0);

    expect(attemptsAtMs).toHaveLength(1);
  });
});

describe('after a restart', () => {
  test('an event whose function was killed with the service runs again', async () => {
    const before = startQueue([{ kind: 'stopped' }]);
    await before.accept();
    await before.clock.pass(0);
    await before.queue[Symbol.asyncDispose]();
    expect(files()).toEqual(['one.json']);

    const after = startQueue([SUCCESS]);
    after.queue.functionCreated('f');
    await after.clock.pass(0);

    expect(after.records).toMatchObject([
      { requestContext: { requestId: 'one', condition: 'Success' } },
    ]);
    expect(files()).toEqual([]);
  });

  test('the retries that were used up stay used up', async () => {
    const before = startQueue([FAILURE]);
    await before.accept();
    await before.clock.pass(2 * MINUTE_MS);
    await before.queue[Symbol.asyncDispose]();

    const after = startQueue([FAILURE]);
    after.queue.functionCreated('f');
    await after.clock.pass(10 * MINUTE_MS);

    expect(after.attemptsAtMs).toHaveLength(1);
    expect(after.records).toMatchObject([
      { requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 } },
    ]);
  });

  test('events wait for their function, and for the services it calls', async () => {
    const before = startQueue([{ kind: 'stopped' }]);
    await before.accept();
    await before.queue[Symbol.asyncDispose]();
    const { promise: ready, resolve: becomeReady } = Promise.withResolvers<unknown>();

    const after = startQueue([SUCCESS], {}, { ready });
    await after.clock.pass(MINUTE_MS);
    after.queue.functionCreated('f');
    await after.clock.pass(MINUTE_MS);
    expect(after.attemptsAtMs).toEqual([]);
    becomeReady(undefined);
    await after.clock.pass(0);

    expect(after.attemptsAtMs).toHaveLength(1);
  });

  test('a function that is created twice gets each event once', async () => {
    const before = startQueue([{ kind: 'stopped' }]);
    await before.accept();
    await before.queue[Symbol.asyncDispose]();

    const after = startQueue([SUCCESS]);
    after.queue.functionCreated('f');
    after.queue.functionCreated('f');
    await after.clock.pass(0);

    expect(after.attemptsAtMs).toHaveLength(1);
  });
});

describe('a fault', () => {
  test('drops an event without a trace', async () => {
    const { accept, clock, attemptsAtMs, records } = startQueue(
      [SUCCESS],
      {},
      { faults: { beforeDeliver: () => 'drop' } },
    );
    await accept();
    await clock.pass(MINUTE_MS);
    expect(attemptsAtMs).toEqual([]);
    expect(records).toEqual([]);
    expect(files()).toEqual([]);
  });

  test('delivers an event twice and reports it once', async () => {
    const { accept, clock, attemptsAtMs, records } = startQueue(
      [SUCCESS],
      {},
      { faults: { beforeDeliver: () => 'twice' } },
    );
    await accept();
    await clock.pass(0);
    expect(attemptsAtMs).toHaveLength(2);
    expect(records).toHaveLength(1);
  });
});

test('a destination that fails does not bring the event back', async () => {
  const { accept, clock } = startQueue(
    [SUCCESS],
    {},
    { report: () => Promise.reject(new Error('gone')) },
  );
  await accept();
  await clock.pass(0);
  expect(files()).toEqual([]);
});
