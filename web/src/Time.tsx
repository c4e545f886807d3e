import { formatAgo, formatDayAndMinute, formatMoment } from './format.ts';

/** How long ago, in words; the moment itself in `datetime` and, with its zone, on hovering. */
export function Time({ iso, nowMs }: { iso: string; nowMs: number }) {
  const timeMs = Date.parse(iso);
  return (
    <time dateTime={iso} title={formatMoment(timeMs)}>
      {formatAgo(timeMs, nowMs)}
    </time>
  );
}

/** A day and time in the reader's zone; with its zone on hovering. */
export function Moment({ iso }: { iso: string }) {
  const timeMs = Date.parse(iso);
  return (
    <time dateTime={iso} title={formatMoment(timeMs)}>
      {formatDayAndMinute(timeMs)}
    </time>
  );
}
