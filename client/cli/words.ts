import type { Report } from '../types.ts';

const NUMBERS = new Intl.NumberFormat('en-US');
const MS_PER_SECOND = 1000;

/** Where a report stands, in one line: status, rows, percent only when the total is known, time since the order. */
export function progressLine(report: Report, nowMs: number): string {
  const { status, progress, createdAt, finishedAt } = report;
  const untilMs = finishedAt === null ? nowMs : Date.parse(finishedAt);
  const elapsed = duration(untilMs - Date.parse(createdAt));
  const parts = [STATUS_WORDS[status]];
  if (progress && status === 'RUNNING') {
    const { rowsWritten, rowsExpected, percent, etaSeconds } = progress;
    if (rowsExpected === null) parts.push(`${count(rowsWritten)} rows`);
    else parts.push(`${count(rowsWritten)} of ${count(rowsExpected)} rows`);
    if (percent !== null) parts.push(`${Math.floor(percent)} %`);
    parts.push(elapsed);
    if (etaSeconds !== null) parts.push(`about ${duration(etaSeconds * MS_PER_SECOND)} left`);
    if (report.attempt > 1) parts.push(`attempt ${report.attempt} of ${report.maxAttempts}`);
  } else {
    parts.push(elapsed);
  }
  return parts.join('  ');
}

/** A table of reports for reading; one line each, newest first as given. */
export function reportTable(reports: readonly Report[]): string[] {
  if (reports.length === 0) return ['No reports yet.'];
  const rows = reports.map((report) => [
    report.reportId,
    report.status.toLowerCase(),
    report.kind,
    report.result ? `${count(report.result.rowCount)} rows` : '',
    report.createdAt.slice(0, 19).replace('T', ' '),
    printable(report.title ?? ''),
  ]);
  const widths =
    rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** A whole number with thousands separated. */
export function count(value: number): string {
  return NUMBERS.format(value);
}

/** Text from elsewhere without the control characters a terminal would obey. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ');
}

/** Minutes and seconds, with hours when there are any: `0:04`, `12:30`, `1:02:03`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / MS_PER_SECOND));
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

const STATUS_WORDS: Readonly<Record<Report['status'], string>> = {
  QUEUED: 'Queued',
  RUNNING: 'Running',
  CANCELLING: 'Cancelling',
  SUCCEEDED: 'Done',
  FAILED: 'Failed',
  CANCELLED: 'Cancelled',
  EXPIRED: 'Expired',
};
