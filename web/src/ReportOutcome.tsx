import type { Report } from '../../client/index.ts';
import { formatBytes, formatCount, formatDuration } from './format.ts';
import type { Row } from './rows.ts';
import type { Standing } from './status.ts';
import { Moment } from './Time.tsx';

/** What came of a report: the file's figures, or why there is none and what to do. */
export function ReportOutcome({ row, standing }: { row: Row; standing: Standing }) {
  const { report, problem } = row;
  if (!report) return <p className="failure">{problem}</p>;
  if (report.error) {
    const { message, action } = report.error;
    return (
      <p className="failure">
        {message} {action}
      </p>
    );
  }
  if (standing === 'gone') {
    return (
      <p className="details">The file was kept for its time and removed. Run the report again.</p>
    );
  }
  if (standing === 'stopped') {
    return <p className="details">Stopped as you asked. There is no file.</p>;
  }
  return <File report={report} />;
}

function File({ report }: { report: Report }) {
  const { result, startedAt, finishedAt, expiresAt } = report;
  if (!result) return null;
  const figures = [
    formatCount(result.rowCount, 'row'),
    formatBytes(result.byteSize),
    startedAt && finishedAt
      ? `took ${formatDuration(Date.parse(finishedAt) - Date.parse(startedAt))}`
      : undefined,
  ];

  return (
    <>
      {result.warnings.length > 0 && (
        <ul className="warnings" aria-label="Notes about the file">
          {result.warnings.map(({ code, message, count }) => (
            <li key={code}>
              {message}
              {count > 1 && <span className="count"> {formatCount(count, 'time')}.</span>}
            </li>
          ))}
        </ul>
      )}
      <p className="figures">
        {figures.filter(Boolean).join(' · ')}
        {expiresAt && (
          <>
            {' · '}kept until <Moment iso={expiresAt} />
          </>
        )}
      </p>
    </>
  );
}
