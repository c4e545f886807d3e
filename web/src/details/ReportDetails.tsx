import type { Report } from '../../../client/index.ts';
import { MoreActions } from '../history/MoreActions.tsx';
import { describeRow } from '../history/news.ts';
import { MainAction, type RowHandlers } from '../history/ReportActions.tsx';
import { PreviewTable } from '../history/ReportPreview.tsx';
import { paceInWords, ReportWork } from '../history/ReportWork.tsx';
import type { Row } from '../history/rows.ts';
import { isUnfinished, standingOf } from '../history/status.ts';
import { StatusChip } from '../history/StatusChip.tsx';
import { ChartSection } from './ChartSection.tsx';
import { FileFacts } from './FileFacts.tsx';
import { Failure, Notes } from './Notes.tsx';
import { Timeline } from './Timeline.tsx';
import { WhatWasAsked } from './WhatWasAsked.tsx';

interface ReportDetailsProps extends RowHandlers {
  readonly row: Row;
  readonly report: Report;
  readonly nowMs: number;
}

/** A report from its order to its file: where it stands, what to know, what it holds, what was asked, what happened. */
export function ReportDetails({ row, report, nowMs, ...handlers }: ReportDetailsProps) {
  const standing = standingOf(row, nowMs);
  const { name, details } = describeRow(row);
  const { preview } = report;
  const isReady = standing === 'ready' || standing === 'warned';

  return (
    <article className="card details-card" data-standing={standing} data-home="row" tabIndex={-1}>
      <header className="details-head">
        <div>
          <h1>{name}</h1>
          {details && <p className="details">{details}</p>}
        </div>
        <p className="standing-line">
          <StatusChip standing={standing} />
          <span className="pace">{isUnfinished(standing) && paceInWords(row, standing)}</span>
        </p>
      </header>
      {isUnfinished(standing) && (
        <div className="standing-cell">
          <ReportWork
            row={row}
            name={name}
            standing={standing}
            nowMs={nowMs}
            onCheck={handlers.actions.checkNow}
          />
        </div>
      )}
      {report.error && <Failure error={report.error} reportId={report.reportId} />}
      {report.result && <Notes warnings={report.result.warnings} />}
      {standing === 'gone' && <p>The file was kept for its time and removed. Run it again.</p>}
      {standing === 'stopped' && <p>Stopped as you asked. There is no file.</p>}
      <div className="actions">
        <MainAction row={row} name={name} standing={standing} {...handlers} />
        <MoreActions row={row} name={name} standing={standing} {...handlers} />
      </div>
      {report.result && <FileFacts row={row} report={report} actions={handlers.actions} />}
      {preview && preview.rows.length > 0 && (
        <section aria-labelledby="first-rows">
          <h2 id="first-rows">First rows</h2>
          <PreviewTable preview={preview} name={name} />
        </section>
      )}
      {isReady && <ChartSection report={report} name={name} openFile={handlers.actions.openFile} />}
      <WhatWasAsked report={report} />
      <Timeline report={report} nowMs={nowMs} />
    </article>
  );
}
