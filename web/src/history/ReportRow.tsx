import { lazy, memo, Suspense, useId, useState } from 'react';
import { Link } from '../Link.tsx';
import { fileInWords } from '../order/file-format.ts';
import { Time } from '../Time.tsx';
import { reportPath } from '../use-route.ts';
import { MoreActions } from './MoreActions.tsx';
import { describeRow } from './news.ts';
import { MainAction, type RowHandlers } from './ReportActions.tsx';
import { ReportOutcome } from './ReportOutcome.tsx';
import { paceInWords, ReportWork } from './ReportWork.tsx';
import type { Row } from './rows.ts';
import { isUnfinished, standingOf } from './status.ts';
import { StatusChip } from './StatusChip.tsx';
import { useLookedAt } from './use-looked-at.ts';

const PreviewTable = lazy(() =>
  import('./ReportPreview.tsx').then((module) => ({ default: module.PreviewTable })),
);

interface ReportRowProps extends RowHandlers {
  readonly row: Row;
  /** The time by which it is told; a finished row needs it less often. */
  readonly nowMs: number;
  readonly isNew: boolean;
}

/** One report: what it is, where it stands, how far it is or what came of it, and what can be done. */
export const ReportRow = memo(function ReportRow({
  row,
  nowMs,
  isNew,
  ...handlers
}: ReportRowProps) {
  const [isOpen, setOpen] = useState(false);
  const panelId = useId();
  const standing = standingOf(row, nowMs);
  const { name, details } = describeRow(row);
  const { reportId, report, order } = row;
  const file = report ?? order;
  const preview = report?.preview;
  const nameId = `name-${reportId}`;
  const ref = useLookedAt(isNew, () => handlers.onSeen(reportId));

  return (
    <>
      <tr
        ref={ref}
        role="row"
        className="report"
        data-standing={standing}
        data-home="row"
        aria-labelledby={nameId}
        tabIndex={-1}
      >
        <th scope="row" role="rowheader">
          <p className="name" id={nameId}>
            {report ? <Link to={reportPath(reportId)}>{name}</Link> : name}
          </p>
          {details && <p className="details">{details}</p>}
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
        </th>
        <td role="cell" className="standing-cell">
          <p className="standing-line">
            <StatusChip standing={standing} />
            {isNew && <span className="new-mark">New</span>}
            <span className="pace">{isUnfinished(standing) && paceInWords(row, standing)}</span>
          </p>
          {isUnfinished(standing) ? (
            <ReportWork
              row={row}
              name={name}
              standing={standing}
              nowMs={nowMs}
              onCheck={handlers.actions.checkNow}
            />
          ) : (
            <ReportOutcome row={row} standing={standing} />
          )}
        </td>
        <td role="cell" className="actions-cell">
          <div className="actions">
            <MainAction row={row} name={name} standing={standing} {...handlers} />
            <MoreActions row={row} name={name} standing={standing} {...handlers} />
          </div>
          {preview && preview.rows.length > 0 && (
            <button
              type="button"
              className="link"
              aria-expanded={isOpen}
              aria-controls={panelId}
              onClick={() => setOpen(!isOpen)}
            >
              {isOpen ? 'Hide' : 'Show'} first rows
              <span className="visually-hidden"> of {name}</span>
            </button>
          )}
        </td>
      </tr>
      {isOpen && preview && (
        <tr role="row" className="panel" id={panelId}>
          <td role="cell" colSpan={3}>
            <Suspense fallback={<p className="details">Loading…</p>}>
              <PreviewTable preview={preview} name={name} />
            </Suspense>
          </td>
        </tr>
      )}
    </>
  );
});
