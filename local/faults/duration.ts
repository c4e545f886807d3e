/** A span of time in milliseconds; both ends are the same when it is not a range. */
export interface DurationRange {
  readonly fromMs: number;
  readonly toMs: number;
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** How durations are written, for messages. */
export const DURATION_FORM = 'a number with its unit, such as 250ms, 2s or 5m';
export const RANGE_FORM = `${DURATION_FORM}, or a range such as 50ms-2s`;

/** `250ms`, `2s`, `1.5m`, `1h` in milliseconds; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  return unit === '' ? undefined : Number(amount) * (UNIT_MS[unit] ?? 0);
}

/** One duration, or two joined by `-`, the shorter first; undefined for anything else. */
export function parseRange(text: string): DurationRange | undefined {
  const [from = '', to = from, ...more] = text.split('-');
  const fromMs = parseDuration(from);
  const toMs = parseDuration(to);
  if (more.length > 0 || fromMs === undefined || toMs === undefined) return undefined;
  return fromMs <= toMs ? { fromMs, toMs } : undefined;
}
