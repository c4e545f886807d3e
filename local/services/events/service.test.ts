import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog, type Clock } from '../../host.ts';
import { createManualClock } from '../lambda/fixtures/manual-clock.ts';
import {
  createEventsService,
  type EventsService,
  type EventsServiceOptions,
  type ScheduleConfig,
} from './service.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const RULE: ScheduleConfig = {
  kind: 'rule',
  name: 'recovery',
  arn: 'arn:aws:events:eu-west-1:111122223333:rule/recovery',
  expression: 'rate(1 minute)',
  enabled: true,
  targets: [{ arn: 'function-a' }],
};
const SCHEDULE: ScheduleConfig = {
  ...RULE,
  kind: 'scheduler',
  name: 'nightly',
  arn: 'arn:aws:scheduler:eu-west-1:111122223333:schedule/default/nightly',
};

let clock: ReturnType<typeof createManualClock>;
let startedAtMs: number;
let ready: PromiseWithResolvers<undefined>;
let delivered: { target: string; message: Record<string, unknown>; afterMs: number }[];
let service: EventsService;

beforeEach(() => {
  clock = createManualClock();
  startedAtMs = clock.now();
  ready = Promise.withResolvers();
  delivered = [];
  open();
});

afterEach(async () => {
  await service[Symbol.asyncDispose]();
});

function open(options: Partial<EventsServiceOptions> = {}): void {
  service = createEventsService({
    clock,
    log: silentLog,
    region: 'eu-west-1',
    accountId: '111122223333',
    ready: ready.promise,
    deliver(target, json) {
      if (target === 'broken') return Promise.reject(new Error('no such function'));
      const message = JSON.parse(json) as Record<string, unknown>;
      delivered.push({ target, message, afterMs: clock.now() - startedAtMs });
      return Promise.resolve();
    },
    ...options,
  });
}

/** A clock on which `leap` goes from one timer to the next until there is none. */
function createLeapingClock(nowMs: number, delaysMs: number[]) {
  let timer: { delayMs: number; callback: () => void } | undefined;
  const clock: Clock = {
    now: () => nowMs,
    after(delayMs, callback) {
      delaysMs.push(delayMs);
      timer = { delayMs, callback };
      return { [Symbol.dispose]: () => (timer = undefined) };
    },
  };
  return {
    clock,
    leap() {
      while (timer) {
        const { delayMs, callback } = timer;
        timer = undefined;
        nowMs += delayMs;
        callback();
      }
    },
  };
}

function start(...configs: Partial<ScheduleConfig>[]): void {
  for (const config of configs) service.createSchedule({ ...RULE, ...config });
  ready.resolve(undefined);
}

const firedAfterMs = () => delivered.map(({ afterMs }) => afterMs);

test('a rule of a rate fires each period after it was made, with the event AWS sends', async () => {
  start({});
  await clock.pass(2 * MINUTE_MS);

  expect(firedAfterMs()).toEqual([MINUTE_MS, 2 * MINUTE_MS]);
  expect(delivered[0]?.message).toEqual({
    version: '0',
    id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: '111122223333',
    time: '2001-09-09T01:47:40Z',
    region: 'eu-west-1',
    resources: ['arn:aws:events:eu-west-1:111122223333:rule/recovery'],
    detail: {},
  });
});

test('nothing fires before the cloud is ready, and rates count from then', async () => {
  service.createSchedule(RULE);
  await clock.pass(10 * MINUTE_MS + 1000);
  const before = delivered.length;
  ready.resolve(undefined);
  await clock.pass(MINUTE_MS);

  expect(before).toBe(0);
  expect(firedAfterMs()).toEqual([11 * MINUTE_MS + 1000]);
});

test('a cron rule fires at its times in UTC', async () => {
  start({ expression: 'cron(0/30 2 * * ? *)' }); // it is 01:46:40
  await clock.pass(24 * HOUR_MS);

  expect(delivered.map(({ message }) => message.time)).toEqual([
    '2001-09-09T02:00:00Z',
    '2001-09-09T02:30:00Z',
  ]);
});

test('every target gets the same event, and one that has an input gets that', async () => {
  start({ targets: [{ arn: 'a' }, { arn: 'b', input: '{"deep":[1]}' }, { arn: 'c' }] });
  await clock.pass(MINUTE_MS);
  const [a, b, c] = delivered;

  expect(a?.message.id).toBe(c?.message.id);
  expect(b?.message).toEqual({ deep: [1] });
});

test('a target that does not take its event does not keep it from the others', async () => {
  start({ targets: [{ arn: 'broken' }, { arn: 'b' }] });
  await clock.pass(2 * MINUTE_MS);

  expect(delivered.map(({ target }) => target)).toEqual(['b', 'b']);
});

test('a disabled rule does not fire by itself', async () => {
  start({ enabled: false });
  await clock.pass(HOUR_MS);

  expect(delivered).toEqual([]);
  expect(service.schedules()).toEqual([{ name: 'recovery', nextAtMs: undefined }]);
});

test('a rate of Scheduler fires at once, a start date in the future puts it off, an end date ends it', async () => {
  const startMs = startedAtMs + 90_000;
  start(
    { ...SCHEDULE },
    { ...SCHEDULE, targets: [{ arn: 'late' }], startMs, endMs: startMs + MINUTE_MS },
  );
  await clock.pass(3 * MINUTE_MS + 59_000);
  const late = delivered.filter(({ target }) => target === 'late');

  expect(firedAfterMs().filter((time) => time % MINUTE_MS === 0)).toEqual(
    [0, 1, 2, 3].map((n) => n * MINUTE_MS),
  );
  expect(late.map(({ afterMs }) => afterMs)).toEqual([90_000, 150_000]);
});

test('a start date in the past keeps the beat', async () => {
  start({ ...SCHEDULE, startMs: startedAtMs - 20_000 });
  await clock.pass(2 * MINUTE_MS);

  expect(firedAfterMs()).toEqual([40_000, 100_000]);
});

test('Scheduler\u2019s own event has a text as detail, and its attributes are put into an input', async () => {
  const input =
    '{"at":"<aws.scheduler.scheduled-time>","of":"<aws.scheduler.schedule-arn>","try":<aws.scheduler.attempt-number>,"x":"<aws.scheduler.execution-id>","y":"<aws.scheduler.unknown>"}';
  start({
    ...SCHEDULE,
    expression: 'at(2001-09-09T02:00:00)',
    targets: [{ arn: 'a' }, { arn: 'b', input }],
  });
  await clock.pass(24 * HOUR_MS);

  expect(delivered.map(({ message }) => message)).toEqual([
    expect.objectContaining({
      source: 'aws.scheduler',
      detail: '{}',
      resources: [SCHEDULE.arn],
      time: '2001-09-09T02:00:00Z',
    }),
    {
      at: '2001-09-09T02:00:00Z',
      of: SCHEDULE.arn,
      try: 1,
      x: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
      y: '<aws.scheduler.unknown>',
    },
  ]);
});

test('a schedule further away than a timer can wait fires in its time', async () => {
  const delaysMs: number[] = [];
  const { clock: leaping, leap } = createLeapingClock(Date.UTC(2026, 0, 1), delaysMs);
  await service[Symbol.asyncDispose]();
  open({ clock: leaping });
  start({ ...SCHEDULE, expression: 'at(2026-03-01T00:00:00)' });
  await ready.promise;
  leap();

  expect(delivered.map(({ message }) => message.time)).toEqual(['2026-03-01T00:00:00Z']);
  expect(Math.max(...delaysMs)).toBeLessThan(2 ** 31);
});

test('fireNow fires at once, also what is disabled, and changes no time', async () => {
  start({ enabled: false }, { name: 'other', targets: [{ arn: 'other' }] });
  await clock.pass(1000);
  await service.fireNow('recovery');
  await clock.pass(59_000);

  expect(delivered.map(({ target, afterMs }) => [target, afterMs])).toEqual([
    ['function-a', 1000],
    ['other', MINUTE_MS],
  ]);
});

test('fireNow of an unknown name says which there are', async () => {
  start({});

  await expect(service.fireNow('nobody')).rejects.toMatchObject({
    code: 'ERR_OPTION',
    message: 'There is no schedule nobody; there is recovery.',
  });
});

test('setEveryMs replaces rates from now on, leaves cron alone, and can be taken back', async () => {
  start({}, { name: 'cron', expression: 'cron(0 * * * ? *)', targets: [{ arn: 'cron' }] });
  await clock.pass(30_000);
  service.setEveryMs(2000);
  await clock.pass(6000);
  service.setEveryMs(undefined);
  await clock.pass(HOUR_MS - 36_000);
  const [rate, cron] = ['function-a', 'cron'].map((name) =>
    delivered.filter(({ target }) => target === name),
  );

  expect(rate?.slice(0, 5).map(({ afterMs }) => afterMs)).toEqual([
    32_000, 34_000, 36_000, 60_000, 120_000,
  ]);
  expect(cron?.map(({ message }) => message.time)).toEqual(['2001-09-09T02:00:00Z']);
});

test('everyMs holds from the start, and for schedules made later', async () => {
  await service[Symbol.asyncDispose]();
  open({ everyMs: 500 });
  start({});
  await clock.pass(1000);
  service.createSchedule({ ...RULE, name: 'later', targets: [{ arn: 'later' }] });
  await clock.pass(500);

  expect(delivered.map(({ target, afterMs }) => [target, afterMs])).toEqual([
    ['function-a', 500],
    ['function-a', 1000],
    ['function-a', 1500],
    ['later', 1500],
  ]);
});

test('a period of nothing is refused', () => {
  expect(() => service.setEveryMs(0)).toThrow('A period must be more than 0 ms, not 0.');
});

test('an expression AWS would refuse is refused with its reason', () => {
  expect(() => service.createSchedule({ ...RULE, expression: 'rate(1 minutes)' })).toThrow(
    expect.objectContaining({
      code: 'ERR_TEMPLATE_INVALID',
      message:
        'The schedule recovery has the expression rate(1 minutes): a rate of 1 takes minute.',
    }),
  );
});

test('nothing fires once it is stopped, whatever is set then', async () => {
  start({});
  await clock.pass(1);
  await service[Symbol.asyncDispose]();
  service.setEveryMs(10);
  await clock.pass(HOUR_MS);

  expect(delivered).toEqual([]);
});

test('a service stopped before it was ready never fires', async () => {
  service.createSchedule(RULE);
  await service[Symbol.asyncDispose]();
  ready.resolve(undefined);
  await clock.pass(HOUR_MS);

  expect(delivered).toEqual([]);
});
