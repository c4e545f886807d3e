import type { ReportEstimate } from '../../../client/index.ts';
import { formatBytes, formatCount, formatDuration } from '../format.ts';
import type { Order } from './order.ts';

const MS_PER_SECOND = 1_000;
/** More figures than these would claim to know what is only likely. */
const FIGURES = 3;

/** Kinds whose rows follow from their parameters alone. */
const EXACT: ReadonlySet<string> = new Set(['sample', 'calendar']);

/** What an order will likely take: `About 2,990,000 rows, 239 MB, ready in 5 s.` */
export function estimateInWords(
  { rows, byteSize, seconds, engine, bytesScanned, fits, basedOnReports }: ReportEstimate,
  { definition }: Pick<Order, 'definition'>,
): string {
  const isExact = EXACT.has(Object.keys(definition)[0] ?? '');
  const about = isExact ? 'about ' : '';
  const figures = [
    given(rows, (count) => formatCount(isExact ? count : rounded(count), 'row')),
    given(byteSize, (bytes) => about + formatBytes(bytes)),
    // What does not fit is never ready.
    given(
      fits ? seconds : null,
      (length) => `ready in ${about}${formatDuration(length * MS_PER_SECOND)}`,
    ),
  ].filter((figure) => figure !== undefined);
  if (figures.length === 0) return 'What this takes cannot be told beforehand.';
  if (engine === 'ATHENA') {
    const read = given(bytesScanned, (bytes) => `, which reads up to ${formatBytes(bytes)}`);
    figures.push(`by Athena${read ?? ''}`);
  }
  const source =
    basedOnReports > 0 ? ` Judging by ${formatCount(basedOnReports, 'report')} before it.` : '';
  return `${isExact ? '' : 'About '}${figures.join(', ')}.${source}`;
}

function given(
  value: number | null | undefined,
  inWords: (value: number) => string,
): string | undefined {
  return value === null || value === undefined ? undefined : inWords(value);
}

function rounded(count: number): number {
  return Number(count.toPrecision(FIGURES));
}
