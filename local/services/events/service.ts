import { randomUUID } from 'node:crypto';
import { LocalError, toError } from '../../errors.ts';
import type { Clock, Log } from '../../host.ts';
import { parseExpression, type ScheduleKind } from './expression.ts';
import { messageFor } from './messages.ts';
import { createTimetable, type Timetable } from './timetable.ts';

/** A schedule with what it invokes. */
export interface ScheduleConfig {
  readonly kind: ScheduleKind;
  readonly name: string;
  readonly arn: string;
  /** `rate(...)`, `cron(...)` or, of Scheduler, `at(...)`. */
  readonly expression: string;
  readonly enabled: boolean;
  /** Scheduler's StartDate and EndDate. */
  readonly startMs?: number;
  readonly endMs?: number;
  readonly targets: readonly ScheduleTarget[];
}

export interface ScheduleTarget {
  readonly arn: string;
  /** JSON in place of the scheduled event. */
  readonly input?: string;
  /** The role Scheduler takes to call it. */
  readonly roleArn?: string;
}

/** What calls a target: a rule or a schedule, with the role it takes. */
export interface CallingSchedule {
  readonly kind: ScheduleKind;
  readonly arn: string;
  readonly roleArn: string | undefined;
}

/** EventBridge's scheduled rules and EventBridge Scheduler. */
export interface EventsService extends AsyncDisposable {
  /** Takes a schedule; throws `ERR_TEMPLATE_INVALID` for an expression AWS would refuse. */
  createSchedule(config: ScheduleConfig): void;
  /** Fires a schedule of this name now, on time or not, enabled or not. Resolves when its targets took the event. */
  fireNow(name: string): Promise<void>;
  /** Replaces the period of every rate from now on; undefined brings their own back. */
  setEveryMs(everyMs: number | undefined): void;
  /** Every schedule, with the time it fires next; undefined when it is disabled, has ended or the cloud is not ready. */
  schedules(): readonly { readonly name: string; readonly nextAtMs: number | undefined }[];
}

export interface EventsServiceOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly region: string;
  readonly accountId: string;
  /** Nothing fires before this, and rates count from it. */
  readonly ready: Promise<unknown>;
  /** Hands a message to a target; rejects when the target does not take it. */
  readonly deliver: (targetArn: string, messageJson: string, by: CallingSchedule) => Promise<void>;
  /** In place of every rate's own period. */
  readonly everyMs?: number;
}

/** Fires what it is given by the clock, at least once: a firing that fell into a sleeping machine comes late, once. */
export function createEventsService(options: EventsServiceOptions): EventsService {
  const { clock, log, region, accountId, deliver } = options;
  const entries: { config: ScheduleConfig; timetable: Timetable }[] = [];
  const firings = new Set<Promise<void>>();
  let everyMs = options.everyMs;
  let isReady = false;
  let isStopped = false;
  void options.ready.then(start, () => {}); // whoever made the promise reports its failure

  return {
    createSchedule(config) {
      const timetable = createTimetable({
        clock,
        config,
        when: parse(config),
        fire: (atMs) => void fire(config, atMs),
      });
      entries.push({ config, timetable });
      timetable.setEveryMs(everyMs);
      if (isReady && config.enabled) timetable.start();
    },
    async fireNow(name) {
      const found = entries.filter(({ config }) => config.name === name);
      if (found.length === 0) throw unknownSchedule(name);
      await Promise.all(found.map(({ config }) => fire(config, clock.now())));
    },
    setEveryMs(period) {
      if (period !== undefined && !(period > 0)) {
        throw new LocalError('ERR_OPTION', `A period must be more than 0 ms, not ${period}.`);
      }
      everyMs = period;
      for (const { timetable } of entries) timetable.setEveryMs(period);
    },
    schedules: () =>
      entries.map(({ config, timetable }) => ({
        name: config.name,
        nextAtMs: timetable.nextAtMs(),
      })),
    async [Symbol.asyncDispose]() {
      isStopped = true;
      for (const { timetable } of entries) timetable[Symbol.dispose]();
      await Promise.all(firings);
    },
  };

  function start(): void {
    if (isStopped) return;
    isReady = true;
    for (const { config, timetable } of entries) if (config.enabled) timetable.start();
  }

  function fire(config: ScheduleConfig, atMs: number): Promise<void> {
    const id = randomUUID();
    const firing = { kind: config.kind, scheduleArn: config.arn, id, atMs, region, accountId };
    const done = Promise.all(
      config.targets.map((target) => send(config, target, messageFor(firing, target.input))),
    ).then(() => undefined);
    firings.add(done);
    void done.then(() => firings.delete(done));
    return done;
  }

  async function send(
    { name: schedule, kind, arn }: ScheduleConfig,
    { arn: target, roleArn }: ScheduleTarget,
    message: string,
  ): Promise<void> {
    try {
      await deliver(target, message, { kind, arn, roleArn });
      log.info('a schedule fired', { schedule, target });
    } catch (error) {
      const reason = toError(error).message;
      log.error('a target did not take its event', { schedule, target, error: reason });
    }
  }

  function unknownSchedule(name: string): LocalError {
    const names = entries.map(({ config }) => config.name).join(', ') || 'none';
    return new LocalError('ERR_OPTION', `There is no schedule ${name}; there is ${names}.`);
  }
}

function parse({ kind, name, expression }: ScheduleConfig) {
  try {
    return parseExpression(expression, kind);
  } catch (error) {
    const message = `The schedule ${name} has the expression ${expression}: ${toError(error).message}.`;
    throw new LocalError('ERR_TEMPLATE_INVALID', message, { cause: error });
  }
}
