import type { Clock } from '../../host.ts';
import type { When, ScheduleKind } from './expression.ts';

/** The firings of one schedule. */
export interface Timetable extends Disposable {
  /** Begins; a rate counts from now. */
  start(): void;
  /** Replaces a rate's period from now on; undefined brings its own back. */
  setEveryMs(everyMs: number | undefined): void;
  nextAtMs(): number | undefined;
}

export interface TimetableOptions {
  readonly clock: Clock;
  readonly when: When;
  readonly config: {
    readonly kind: ScheduleKind;
    readonly startMs?: number;
    readonly endMs?: number;
  };
  /** Called with the time that was meant. */
  readonly fire: (atMs: number) => void;
}

// A longer wait would overflow the machine's timers, and a shorter one notices a machine that slept.
const LONGEST_WAIT_MS = 3_600_000;

/** Calls `fire` at each time of a schedule once it has been started. */
export function createTimetable({ clock, when, config, fire }: TimetableOptions): Timetable {
  const { kind, startMs, endMs = Infinity } = config;
  let rateFromMs: number | undefined;
  let override: { readonly everyMs: number; readonly fromMs: number } | undefined;
  let nextMs: number | undefined;
  let timer: Disposable | undefined;

  return {
    start() {
      const nowMs = clock.now();
      // documented: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rate-expressions.html (from the creation on)
      rateFromMs = startMs ?? nowMs;
      if (override) override = { ...override, fromMs: nowMs };
      // documented: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html (immediately, or at StartDate)
      const isFirstAtStart = kind === 'scheduler' && rateFromMs >= nowMs;
      plan(when.kind === 'rate' && isFirstAtStart ? rateFromMs : nextAfter(nowMs));
    },
    setEveryMs(everyMs) {
      override = everyMs === undefined ? undefined : { everyMs, fromMs: clock.now() };
      if (rateFromMs !== undefined && when.kind === 'rate') plan(nextAfter(clock.now()));
    },
    nextAtMs: () => nextMs,
    [Symbol.dispose]() {
      timer?.[Symbol.dispose]();
      nextMs = undefined;
      rateFromMs = undefined; // so that a new period does not start it again
    },
  };

  function plan(atMs: number | undefined): void {
    timer?.[Symbol.dispose]();
    nextMs = atMs !== undefined && atMs <= endMs ? atMs : undefined;
    wait();
  }

  function wait(): void {
    if (nextMs === undefined) return;
    const waitMs = Math.max(0, nextMs - clock.now());
    timer = clock.after(Math.min(waitMs, LONGEST_WAIT_MS), wake);
  }

  function wake(): void {
    const dueMs = nextMs;
    if (dueMs === undefined) return;
    // A timer may be some microseconds early, and a long wait is cut into pieces.
    if (dueMs > clock.now()) return wait();
    plan(nextAfter(clock.now()));
    fire(dueMs);
  }

  function nextAfter(afterMs: number): number | undefined {
    if (when.kind === 'times') return when.next(Math.max(afterMs, (startMs ?? 0) - 1));
    const { everyMs, fromMs } = override ?? {
      everyMs: when.everyMs,
      fromMs: rateFromMs ?? afterMs,
    };
    const periods = Math.max(0, Math.floor((afterMs - fromMs) / everyMs) + 1);
    return fromMs + periods * everyMs;
  }
}
