import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { mutationOf } from '../api.ts';
import { inBatches } from './in-batches.ts';
import { post } from './publisher.ts';
import { type DialectName, subscribe } from './socket.ts';

/** Mutations before the measured ones, to the same subscribers: V8 must have seen many of them to be warm for many. */
const WARM_UP = { one: 30, perSubscriber: 6, each: 3_000 };
const IN_FLIGHT = 32;
const OPENED_AT_ONCE = 50;
/** A warm-up that is not over would be counted with the measured messages. */
const TIME_LIMIT_MS = { warmUp: 120_000, measured: 20_000 };
/** How long a message for somebody else is waited for after all expected ones are there. */
const STRAYS_MS = 300;

/** Subscribers of one report or of one each, and mutations that reach them. */
export interface PublishJob {
  readonly kind: 'publish';
  readonly port: number;
  readonly dialect: DialectName;
  readonly subscribers: number;
  /** `one`: all of the same report. `each`: each its own, and mutation n is of report n. */
  readonly audience: 'one' | 'each';
  readonly mutations: number;
  /** `connect` opens the subscribers, `publish` uses them, `close` closes them: three, so that each can be measured. */
  readonly step: 'connect' | 'publish' | 'close';
}

export interface PublishMeasured {
  readonly seconds: number;
  readonly expected: number;
  readonly delivered: number;
  /** Messages of another report than the subscriber's own, and wrong answers to mutations. */
  readonly wrong: number;
}

/** The subscribers of a job, and what has reached them. */
interface Opened {
  readonly sockets: Socket[];
  delivered: number;
  wrong: number;
  onDelivered: () => void;
}

/** What does publish jobs, one step at a time; later steps use what the first has opened at the same port. */
export function createPublishing(): (job: PublishJob) => Promise<PublishMeasured | object> {
  const byPort = new Map<number, Opened>();
  return async (job) => {
    const before = byPort.get(job.port);
    if (job.step === 'publish' && before) return publish(job, before);
    for (const socket of before?.sockets ?? []) socket.destroy();
    byPort.delete(job.port);
    if (job.step === 'close') return {};
    const opened = { sockets: [], delivered: 0, wrong: 0, onDelivered: () => undefined };
    byPort.set(job.port, opened);
    await connect(job, opened);
    return {};
  };
}

async function connect(job: PublishJob, opened: Opened): Promise<void> {
  const { port, dialect, subscribers, audience } = job;
  await inBatches(subscribers, OPENED_AT_ONCE, async (n) => {
    const reportId = reportOf(audience, n);
    const own = `"reportId":"${reportId}"`;
    const socket = await subscribe(port, dialect, reportId, (payload) => {
      if (payload.includes(own)) opened.delivered += 1;
      else opened.wrong += 1;
      opened.onDelivered();
    });
    opened.sockets.push(socket);
  });
  const warmUp =
    audience === 'one' ? WARM_UP.one : Math.max(WARM_UP.each, subscribers * WARM_UP.perSubscriber);
  await deliver(job, warmUp, opened, TIME_LIMIT_MS.warmUp);
}

async function publish(job: PublishJob, opened: Opened): Promise<PublishMeasured> {
  const measured = await deliver(job, job.mutations, opened, TIME_LIMIT_MS.measured);
  await sleep(STRAYS_MS);
  const { delivered, wrong } = opened;
  return { ...measured, delivered, wrong: wrong + measured.wrongAnswers };
}

/** Publishes and waits until all messages have arrived, or until the time is up. */
async function deliver(
  { port, subscribers, audience }: PublishJob,
  mutations: number,
  opened: Opened,
  limitMs: number,
): Promise<{ seconds: number; expected: number; wrongAnswers: number }> {
  Object.assign(opened, { delivered: 0, wrong: 0 });
  const expected = audience === 'one' ? subscribers * mutations : mutations;
  const exchanges = Array.from({ length: mutations }, (_, n) =>
    mutationOf(reportOf(audience, n % subscribers), n % 100),
  );
  const all = new Promise<void>((resolve) => {
    opened.onDelivered = () => opened.delivered >= expected && resolve();
  });
  const limit = new AbortController();
  const startedAtMs = performance.now();
  const work = Promise.all([post(port, exchanges, IN_FLIGHT), all]).then(([wrong]) => wrong);
  const given = sleep(limitMs, 0, { signal: limit.signal }).catch(() => 0);
  const wrongAnswers = await Promise.race([work, given]);
  const seconds = (performance.now() - startedAtMs) / 1000;
  limit.abort();
  return { seconds, expected, wrongAnswers };
}

function reportOf(audience: PublishJob['audience'], n: number): string {
  return audience === 'one' ? 'r' : `r${n}`;
}
