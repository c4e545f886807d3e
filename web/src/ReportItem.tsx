import { fileInWords } from './file-format.ts';
import { Icon } from './Icon.tsx';
import { ReportActions } from './ReportActions.tsx';
import { ReportOutcome } from './ReportOutcome.tsx';
import { ReportPreview } from './ReportPreview.tsx';
import { ReportWork } from './ReportWork.tsx';
import { describeRow, type Row } from './rows.ts';
import { isUnfinished, STANDING_WORDS, standingOf } from './status.ts';
import { Time } from './Time.tsx';
import type { Reports } from './use-reports.ts';

interface ReportItemProps {
  readonly row: Row;
  readonly reports: Reports;
  readonly nowMs: number;
}

/** One report: where it stands, what it is, how far it is or what came of it, and what can be done. */
export function ReportItem({ row, reports, nowMs }: ReportItemProps) {
  const standing = standingOf(row, nowMs);
  const { name, details } = describeRow(row);
  const { reportId, report, order } = row;
  const file = report ?? order;
  const headingId = `name-${reportId}`;

  return (
    <article className="report" data-standing={standing} aria-labelledby={headingId} tabIndex={-1}>
      <div className="report-head">
        <h3 id={headingId}>{name}</h3>
        <p className="standing">
          <Icon name={standing} />
          <span className="visually-hidden">Status: </span>
          {STANDING_WORDS[standing]}
        </p>
      </div>
      {details && <p className="details">{details}</p>}
      {isUnfinished(standing) ? (
        <ReportWork
          row={row}
          name={name}
          standing={standing}
          nowMs={nowMs}
          onCheck={reports.checkNow}
        />
      ) : (
        <ReportOutcome row={row} standing={standing} />
      )}
      {report?.preview && report.preview.rows.length > 0 && (
        <ReportPreview preview={report.preview} name={name} />
      )}
      <div className="report-foot">
        <p className="details">
          {file && `${fileInWords(file)} · `}
          {report ? (
            <>
              requested <Time iso={report.createdAt} nowMs={nowMs} />
            </>
          ) : (
            'not confirmed yet'
          )}
        </p>
        <ReportActions row={row} name={name} standing={standing} reports={reports} />
      </div>
    </article>
  );
}
