import { useState } from 'react';
import { CancelButton } from './CancelButton.tsx';
import { keepFocusNear } from './focus.ts';
import { Icon } from './Icon.tsx';
import { repeatOrder } from './repeat-order.ts';
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
export function ReportActions(props: ReportActionsProps) {
  const { row, name, standing, reports } = props;
  const { order, report } = row;
  const which = <span className="visually-hidden"> {name}</span>;

  switch (standing) {
    case 'waiting':
    case 'running':
      return (
        <CancelButton onCancel={() => void reports.cancel(row)}>
          <Icon name="stopping" />
          Cancel{which}
        </CancelButton>
      );
    case 'ready':
    case 'warned':
      return <DownloadButton {...props} />;
    case 'unsent':
      return order && <UnsentActions {...props} order={order} />;
    case 'failed':
    case 'stopped':
    case 'gone': {
      if (!report || (standing === 'failed' && !report.error?.retryable)) return null;
      return (
        <button type="button" onClick={() => void reports.order(repeatOrder(report))}>
          Run again{which}
        </button>
      );
    }
    case 'sending':
    case 'stopping':
      return null;
  }
}

function DownloadButton({ row, name, reports }: ReportActionsProps) {
  const [isPreparing, setPreparing] = useState(false);

  async function download(): Promise<void> {
    if (isPreparing) return;
    setPreparing(true);
    await reports.download(row, name);
    setPreparing(false);
  }

  return (
    <button type="button" aria-disabled={isPreparing} onClick={() => void download()}>
      <Icon name="download" />
      Download
      <span className="visually-hidden">
        {' '}
        {name}, {row.report?.format}
      </span>
    </button>
  );
}

type UnsentActionsProps = ReportActionsProps & { readonly order: NonNullable<Row['order']> };

function UnsentActions({ row, order, name, reports }: UnsentActionsProps) {
  const which = <span className="visually-hidden"> {name}</span>;
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
          void reports.order(order, row.reportId);
        }}
      >
        Send again{which}
      </button>
    </div>
  );
}
