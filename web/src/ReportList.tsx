import { ReportItem } from './ReportItem.tsx';
import type { Reports } from './use-reports.ts';

/** All of the reader's reports, newest first; says so when there are none or when they cannot be read. */
export function ReportList({ reports, nowMs }: { reports: Reports; nowMs: number }) {
  const { rows, hasRead, problem, hasOlder, showOlder } = reports;

  return (
    <>
      {problem && (
        <p className="notice" role="alert">
          {problem} {rows.length > 0 && 'What is shown may be old.'}
        </p>
      )}
      {!hasRead && !problem && rows.length === 0 && <p className="empty">Reading your reports…</p>}
      {hasRead && rows.length === 0 && (
        <div className="empty">
          <p>
            <b>No reports yet.</b>
          </p>
          <p>Choose a kind and press Generate report: it appears here at once.</p>
        </div>
      )}
      {rows.length > 0 && (
        <ul className="report-list" aria-labelledby="your-reports">
          {rows.map((row) => (
            <li key={row.reportId}>
              <ReportItem row={row} reports={reports} nowMs={nowMs} />
            </li>
          ))}
        </ul>
      )}
      {hasOlder && (
        <button type="button" onClick={() => void showOlder()}>
          Show older reports
        </button>
      )}
    </>
  );
}
