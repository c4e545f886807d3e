import type { Report } from '../../../client/index.ts';
import { formatBytes, formatCount, formatDuration } from '../format.ts';
import { Moment } from '../Time.tsx';
import type { Row } from './rows.ts';
import type { Standing } from './status.ts';

/** What came of a report, in two lines: the file's figures, or why there is none and what to do. */
export function ReportOutcome({ row, standing }: { row: Row; standing: Standing }) {
  const { report, problem } = row;
  if (!report) return <p className="failure">{problem}</p>;
  if (report.error) {
    const words = `${report.error.message} ${report.error.action}`;
    return (
      <p className="failure" title={words}>
        {words}
      </p>
    );
  }
  if (standing === 'gone') {
    return <p>The file was kept for its time and removed. Run the report again.</p>;
  }
  if (standing === 'stopped') return <p>Stopped as you asked. There is no file.</p>;
  return <FileFigures report={report} />;
}

function FileFigures({ report }: { report: Report }) {
  const { result, expiresAt } = report;
  if (!result) return null;
  const [note] = result.warnings;
  return (
    <>
      <p className="figures">{figuresOf(report)}</p>
      {note ? (
        <p className="note" title={note.message}>
          {note.message}
          {note.count > 1 && ` (${formatCount(note.count, 'time')})`}
        </p>
      ) : (
        expiresAt && (
          <p className="figures">
            Kept until <Moment iso={expiresAt} />
          </p>
        )
      )}
    </>
  );
}

/** `500 rows · 12.3 kB · took 5 s`. */
export function figuresOf({ result, startedAt, finishedAt }: Report): string {
  if (!result) return '';
  const tookMs =
    startedAt && finishedAt ? Date.parse(finishedAt) - Date.parse(startedAt) : undefined;
  return [
    result.rowCount === 0 ? 'No rows matched' : formatCount(result.rowCount, 'row'),
    formatBytes(result.byteSize),
    tookMs === undefined ? undefined : `took ${formatDuration(tookMs)}`,
  ]
    .filter(Boolean)
    .join(' · ');
}
