import { useState } from 'react';
import { definitionOf } from './describe.ts';
import { keepFocusNear } from './focus.ts';
import { Icon } from './Icon.tsx';
import type { Order } from './order.ts';
import type { Row } from './rows.ts';
import type { Standing } from './status.ts';
import type { Reports } from './use-reports.ts';

interface ReportActionsProps {
  readonly row: Row;
  readonly name: string;
  readonly standing: Standing;
  readonly reports: Reports;
}

/** What can be done with a report; every button's name says with which. */
export function ReportActions({ row, name, standing, reports }: ReportActionsProps) {
  const [isPreparing, setPreparing] = useState(false);
  const which = <span className="visually-hidden"> {name}</span>;
  const { order, report, reportId } = row;

  async function download(): Promise<void> {
    if (isPreparing) return;
    setPreparing(true);
    await reports.download(row, name);
    setPreparing(false);
  }

  if (standing === 'ready' || standing === 'warned') {
    return (
      <button type="button" aria-disabled={isPreparing} onClick={() => void download()}>
        <Icon name="download" />
        Download{which}
        <span className="visually-hidden">, {report?.format}</span>
      </button>
    );
  }
  if (standing === 'unsent' && order) {
    return (
      <div className="actions">
        <button
          type="button"
          onClick={(event) => {
            keepFocusNear(event.currentTarget, 'section');
            reports.dismiss(row);
          }}
        >
          Dismiss{which}
        </button>
        <button
          type="button"
          onClick={(event) => {
            keepFocusNear(event.currentTarget);
            void reports.order(order, reportId);
          }}
        >
          Send again{which}
        </button>
      </div>
    );
  }
  const canRunAgain = standing === 'gone' || (standing === 'failed' && report?.error?.retryable);
  if (!report || !canRunAgain) return null;
  return (
    <button type="button" onClick={() => void reports.order(sameOrder(report))}>
      Run again{which}
    </button>
  );
}

/** The definition goes back as it came: also for kinds this page has no form for. */
function sameOrder(report: NonNullable<Row['report']>): Order {
  const definition = definitionOf(report) as Order['definition'];
  return { ...(report.title ? { title: report.title } : {}), definition, format: report.format };
}
