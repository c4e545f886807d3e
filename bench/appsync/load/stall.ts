import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { mutationOf } from '../api.ts';
import { post } from './publisher.ts';
import { type DialectName, subscribe } from './socket.ts';

const IN_FLIGHT = 32;
const AT_A_TIME = 100;
/** How long the last messages are waited for, and after them the ends of dropped sockets. */
const TIME_LIMIT_MS = 5_000;
/** Long, so that each message has some 40 KB and fills what the kernel keeps for a socket. */
const REPORT_ID = 'r'.repeat(20_000);

/** Subscribers that stop reading, or none, beside one that reads, and messages to all of them. */
export interface StallJob {
  readonly kind: 'stall';
  readonly port: number;
  readonly dialect: DialectName;
  readonly stalled: number;
  readonly mutations: number;
}

export interface StallMeasured {
  readonly published: number;
  /** Until the one that reads had all of them. */
  readonly seconds: number;
  /** Of those published, how many reached the subscriber that reads. */
  readonly received: number;
  /** Sockets of those that do not read which the server has ended. */
  readonly dropped: number;
}

export async function stall(job: StallJob): Promise<StallMeasured> {
  const { port, dialect } = job;
  let received = 0;
  const { promise: allReceived, resolve: onAllReceived } = Promise.withResolvers<undefined>();
  const reader = await subscribe(port, dialect, REPORT_ID, () => {
    received += 1;
    if (received === job.mutations) onAllReceived(undefined);
  });
  const stalled: Socket[] = [];
  for (let n = 0; n < job.stalled; n++) {
    const socket = await subscribe(port, dialect, REPORT_ID, () => undefined);
    stalled.push(socket.pause());
  }
  const startedAtMs = performance.now();
  let published = 0;
  while (published < job.mutations) {
    const exchanges = Array.from({ length: AT_A_TIME }, (_, n) => mutationOf(REPORT_ID, n % 100));
    await post(port, exchanges, IN_FLIGHT);
    published += AT_A_TIME;
  }
  await Promise.race([allReceived, sleep(TIME_LIMIT_MS)]);
  const seconds = (performance.now() - startedAtMs) / 1000;
  // A paused socket does not see its end; what it still holds is read away.
  const ends = stalled.map((socket) => once(socket.resume(), 'close'));
  await Promise.race([Promise.all(ends), sleep(TIME_LIMIT_MS)]);
  const dropped = stalled.filter((socket) => socket.destroyed || socket.readableEnded).length;
  for (const socket of [reader, ...stalled]) socket.destroy();
  return { published, seconds, received, dropped };
}
