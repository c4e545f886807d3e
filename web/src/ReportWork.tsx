import { keepFocusNear } from './focus.ts';
import { formatCount, formatNumber, formatTicking } from './format.ts';
import type { Row } from './rows.ts';
import type { Standing } from './status.ts';

/** The generator gives a sign of life every 15 s at most; twice that is worth a word. */
const QUIET_MS = 30_000;
const MS_PER_SECOND = 1_000;

interface ReportWorkProps {
  readonly row: Row;
  readonly name: string;
  readonly standing: Standing;
  readonly nowMs: number;
  readonly onCheck: (row: Row) => Promise<void>;
}

/** How far an unfinished report is: rows always, percent only when the total is known. */
export function ReportWork({ row, name, standing, nowMs, onCheck }: ReportWorkProps) {
  const progress = row.report?.progress;
  const percent = progress?.percent ?? undefined;
  const words = progress ? rowsInWords(progress) : undefined;
  const quietMs = nowMs - row.heardAtMs;

  return (
    <>
      <div className="work">
        <progress
          aria-label={`Progress of ${name}`}
          aria-valuetext={words}
          {...(percent === undefined ? {} : { max: 100, value: percent })}
        />
        {percent !== undefined && <span className="percent">{Math.floor(percent)}%</span>}
      </div>
      <p className="details figures">
        {[words, ...timesInWords(row, standing, nowMs)].filter(Boolean).join(' · ')}
      </p>
      {row.report && quietMs > QUIET_MS && (
        <p className="quiet-note">
          No news for {formatTicking(quietMs)}.{' '}
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
      )}
    </>
  );
}

type Progress = NonNullable<NonNullable<Row['report']>['progress']>;

function rowsInWords({ rowsWritten, rowsExpected }: Progress): string {
  if (rowsExpected === null) return `${formatCount(rowsWritten, 'row')} written`;
  return `${formatNumber(rowsWritten)} of ${formatCount(rowsExpected, 'row')}`;
}

function timesInWords({ report }: Row, standing: Standing, nowMs: number): (string | undefined)[] {
  if (!report?.startedAt) return [];
  const { startedAt, progress, attempt, maxAttempts } = report;
  const etaSeconds = progress?.etaSeconds;
  return [
    `${formatTicking(nowMs - Date.parse(startedAt))} so far`,
    typeof etaSeconds === 'number' && standing === 'running'
      ? `about ${formatTicking(etaSeconds * MS_PER_SECOND)} left`
      : undefined,
    attempt > 1 ? `start ${attempt} of at most ${maxAttempts}` : undefined,
  ];
}
