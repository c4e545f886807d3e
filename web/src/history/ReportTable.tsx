import type { RowHandlers } from './ReportActions.tsx';
import { ReportRow } from './ReportRow.tsx';
import type { Row } from './rows.ts';
import { isUnfinished, standingOf } from './status.ts';

/** What is over is told to the quarter of a minute: it need not be drawn anew each second. */
const CALM_MS = 15_000;

interface ReportTableProps extends RowHandlers {
  readonly rows: readonly Row[];
  readonly unseen: ReadonlySet<string>;
  readonly nowMs: number;
}

/**
 * Reports, newest first. The roles say again what the elements are: on a narrow page they are laid out as cards, and
 * some browsers then forget that they are a table.
 */
export function ReportTable({ rows, unseen, nowMs, ...handlers }: ReportTableProps) {
  const calmMs = Math.floor(nowMs / CALM_MS) * CALM_MS;
  return (
    <table role="table" className="report-table" aria-labelledby="your-reports">
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">
            Report
          </th>
          <th role="columnheader" scope="col">
            Status
          </th>
          <th role="columnheader" scope="col">
            <span className="visually-hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <ReportRow
            key={row.reportId}
            row={row}
            nowMs={isUnfinished(standingOf(row, nowMs)) ? nowMs : calmMs}
            isNew={unseen.has(row.reportId)}
            {...handlers}
          />
        ))}
      </tbody>
    </table>
  );
}
