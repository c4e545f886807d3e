import { backoffMs } from './backoff.ts';
import type { Clock } from './clock.ts';

const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 15_000;

export interface RereaderOptions<Row> {
  readonly clock: Clock;
  readonly random: () => number;
  readonly read: () => Promise<Row>;
  readonly onRead: (row: Row) => void;
  /** A read failed; `again` tries once more after a growing wait. */
  readonly onFailure: (error: unknown, failingForMs: number) => 'again' | 'stop';
  /** When to read again though nothing happened; undefined when there is nothing to wait for. */
  readonly nextReadMs: () => number | undefined;
}

/** Reads when told to, on a slow timer and again after failures; never two reads at a time. */
export interface Rereader extends Disposable {
  /** Reads now; while a read is under way, reads once more after it, as that one may have been too early. */
  readNow(): void;
  /** Starts the slow timer anew: something was heard. */
  postpone(): void;
}

/** Makes a rereader that rests until it is told to read. */
export function createRereader<Row>(options: RereaderOptions<Row>): Rereader {
  const { clock, random, read, onRead, onFailure, nextReadMs } = options;
  let timer: Disposable | undefined;
  let reading = false;
  let wantedAgain = false;
  let stopped = false;
  let failures = 0;
  let failingSinceMs: number | undefined;

  return {
    readNow,
    postpone() {
      if (!reading && failures === 0) schedule(nextReadMs());
    },
    [Symbol.dispose]() {
      stopped = true;
      schedule(undefined);
    },
  };

  function readNow(): void {
    wantedAgain = reading;
    if (reading || stopped) return;
    reading = true;
    schedule(undefined);
    void read().then(succeeded, failed);
  }

  function succeeded(row: Row): void {
    reading = false;
    failures = 0;
    failingSinceMs = undefined;
    if (stopped) return;
    onRead(row);
    next(nextReadMs());
  }

  function failed(error: unknown): void {
    reading = false;
    if (stopped) return;
    failingSinceMs ??= clock.now();
    if (onFailure(error, clock.now() - failingSinceMs) === 'stop') return;
    next(backoffMs(failures, { firstMs: FIRST_RETRY_MS, maxMs: MAX_RETRY_MS, random }));
    failures += 1;
  }

  function next(delayMs: number | undefined): void {
    if (wantedAgain) readNow();
    else schedule(delayMs);
  }

  function schedule(delayMs: number | undefined): void {
    timer?.[Symbol.dispose]();
    timer = delayMs === undefined || stopped ? undefined : clock.after(delayMs, readNow);
  }
}
