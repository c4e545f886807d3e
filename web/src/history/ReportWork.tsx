import { keepFocusNear } from '../focus.ts';
import {
  formatBytes,
  formatCount,
  formatLikelySeconds,
  formatNumber,
  formatTicking,
} from '../format.ts';
import type { Row } from './rows.ts';
import type { Standing } from './status.ts';

/** The generator gives a sign of life every 15 s at most; twice that is worth a word. */
const QUIET_MS = 30_000;
/** While a query is waited for there is one at each lease's end only, within two minutes. */
const QUIET_QUERY_MS = 150_000;

interface ReportWorkProps {
  readonly row: Row;
  readonly name: string;
  readonly standing: Standing;
  readonly nowMs: number;
  readonly onCheck: (row: Row) => Promise<void>;
}

/** How far an unfinished report is: rows always, percent only when the total is known. Always as high. */
export function ReportWork({ row, name, standing, nowMs, onCheck }: ReportWorkProps) {
  const progress = row.report?.progress;
  const percent = progress?.percent ?? undefined;
  const words = progress ? rowsInWords(progress) : undefined;
  const quietMs = nowMs - row.heardAtMs;
  const isQuiet = quietMs > (progress && isQuerying(progress) ? QUIET_QUERY_MS : QUIET_MS);

  return (
    <>
      <progress
        aria-label={`Progress of ${name}`}
        aria-valuetext={words ?? 'Not started'}
        {...(percent === undefined ? {} : { max: 100, value: percent })}
      />
      {row.report && isQuiet ? (
        <p className="quiet-note">
          No sign of life for {formatTicking(quietMs)}.{' '}
          <button
            type="button"
            className="link"
            onClick={(event) => {
              keepFocusNear(event.currentTarget);
              void onCheck(row);
            }}
          >
            Check now<span className="visually-hidden"> on {name}</span>
          </button>
        </p>
      ) : (
        <p className="figures">{figuresInWords(row, standing, words)}</p>
      )}
    </>
  );
}

/** What stands beside the status: `42%, 5 to 8 s left`. */
export function paceInWords({ report }: Row, standing: Standing): string {
  const { percent, etaSeconds } = report?.progress ?? {};
  const words = [
    typeof percent === 'number' ? `${Math.floor(percent)}%` : undefined,
    typeof etaSeconds === 'number' && standing === 'running'
      ? `${formatLikelySeconds(etaSeconds)} left`
      : undefined,
  ];
  return words.filter(Boolean).join(', ');
}

type Progress = NonNullable<NonNullable<Row['report']>['progress']>;

const isQuerying = ({ phase }: Progress): boolean => phase === 'querying';

function rowsInWords(progress: Progress): string {
  const { rowsWritten, rowsExpected } = progress;
  if (isQuerying(progress)) return 'Athena queries the data';
  if (rowsExpected === null) return `${formatCount(rowsWritten, 'row')} written`;
  return `${formatNumber(rowsWritten)} of ${formatCount(rowsExpected, 'row')}`;
}

function figuresInWords({ report }: Row, standing: Standing, rows: string | undefined): string {
  if (!report) return 'On its way to the service.';
  if (standing === 'stopping') return 'The work is being stopped.';
  if (!rows)
    return report.attempt > 0 ? 'About to be started again.' : 'Accepted; it starts in a moment.';
  const { progress, attempt, maxAttempts } = report;
  return [
    rows,
    progress && progress.bytesWritten > 0 ? formatBytes(progress.bytesWritten) : undefined,
    attempt > 1 ? `start ${attempt} of at most ${maxAttempts}` : undefined,
  ]
    .filter(Boolean)
    .join(' · ');
}
