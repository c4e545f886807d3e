import { parseCron, type NextTime } from './cron.ts';

/** When a schedule fires: again and again after a period, or at the times `next` tells. */
export type When =
  | { readonly kind: 'rate'; readonly everyMs: number }
  | { readonly kind: 'times'; readonly next: NextTime };

/** EventBridge has two kinds of schedules: rules, and those of EventBridge Scheduler. */
export type ScheduleKind = 'rule' | 'scheduler';

const UNIT_MS: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** Reads `rate(...)`, `cron(...)` and, for Scheduler, `at(...)`. Throws with the reason. */
// documented: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
export function parseExpression(expression: string, kind: ScheduleKind): When {
  const [, form, argument = ''] = /^(rate|cron|at)\((.*)\)$/.exec(expression.trim()) ?? [];
  if (form === 'rate') return { kind: 'rate', everyMs: parseRate(argument, kind) };
  if (form === 'cron') return { kind: 'times', next: parseCron(argument) };
  if (form === 'at' && kind === 'scheduler') return { kind: 'times', next: parseAt(argument) };
  const forms = kind === 'rule' ? 'rate(...) nor cron(...)' : 'rate(...), cron(...) nor at(...)';
  throw new Error(`it is neither ${forms}`);
}

function parseRate(argument: string, kind: ScheduleKind): number {
  const [, digits, unit = '', plural] =
    /^\s*([1-9]\d*)\s+(minute|hour|day)(s?)\s*$/.exec(argument) ?? [];
  const unitMs = UNIT_MS[unit];
  if (digits === undefined || unitMs === undefined) {
    throw new Error('rate takes a positive number and minute(s), hour(s) or day(s)');
  }
  // documented: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rate-expressions.html ("singular")
  if (kind === 'rule' && (digits === '1') === (plural === 's')) {
    throw new Error(`a rate of ${digits} takes ${digits === '1' ? unit : `${unit}s`}`);
  }
  return Number(digits) * unitMs;
}

function parseAt(argument: string): NextTime {
  const isWritten = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(argument);
  const atMs = isWritten ? Date.parse(`${argument}Z`) : NaN;
  if (Number.isNaN(atMs)) throw new Error('at takes yyyy-mm-ddThh:mm:ss');
  return (afterMs) => (atMs > afterMs ? atMs : undefined);
}
