import { useState } from 'react';
import { keepFocusNear } from '../focus.ts';
import { Icon } from '../Icon.tsx';
import { kindNamed } from '../order/inputs.ts';
import { repeatOrder } from '../order/repeat-order.ts';
import type { ReportsActions } from './actions.ts';
import { CancelButton } from './CancelButton.tsx';
import { kindOf } from './filters.ts';
import { wayToRepeat } from './repeat.ts';
import type { Row } from './rows.ts';
import type { Standing } from './status.ts';

export interface RowHandlers {
  readonly actions: ReportsActions;
  /** Fills the form with what the report was asked. */
  readonly onChangeAndRun: (row: Row) => void;
  readonly onDelete: (row: Row) => void;
  /** The reader has done something with it. */
  readonly onSeen: (reportId: string) => void;
}

interface MainActionProps extends RowHandlers {
  readonly row: Row;
  readonly name: string;
  readonly standing: Standing;
}

/** What is most likely wanted of a report; the button's name says of which. */
export function MainAction(props: MainActionProps) {
  const { row, name, standing, actions, onChangeAndRun } = props;
  const { order, report } = row;
  const which = <span className="visually-hidden"> {name}</span>;

  switch (standing) {
    case 'waiting':
    case 'running':
      return (
        <CancelButton onCancel={() => void actions.cancel(row)}>
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
      if (!report) return null;
      if (wayToRepeat(report) === 'again') {
        return (
          <button type="button" onClick={() => void actions.order(repeatOrder(report))}>
            <Icon name="again" />
            Run again{which}
          </button>
        );
      }
      if (!canChange(row)) return null;
      return (
        <button type="button" onClick={() => onChangeAndRun(row)}>
          <Icon name="again" />
          Change and run{which}
        </button>
      );
    }
    case 'sending':
    case 'stopping':
      return null;
  }
}

/** Whether this page has a form for it. */
export function canChange(row: Row): boolean {
  return row.report !== undefined && kindNamed(kindOf(row)) !== undefined;
}

function DownloadButton({ row, name, actions, onSeen }: MainActionProps) {
  const [isPreparing, setPreparing] = useState(false);

  async function download(): Promise<void> {
    if (isPreparing) return;
    setPreparing(true);
    onSeen(row.reportId);
    await actions.download(row, name);
    setPreparing(false);
  }

  return (
    <button
      type="button"
      className="strong"
      aria-disabled={isPreparing}
      onClick={() => void download()}
    >
      <Icon name="download" />
      Download
      <span className="visually-hidden">
        {' '}
        {name}, {row.report?.format}
      </span>
    </button>
  );
}

type UnsentActionsProps = MainActionProps & { readonly order: NonNullable<Row['order']> };

function UnsentActions({ row, order, name, actions }: UnsentActionsProps) {
  const which = <span className="visually-hidden"> {name}</span>;
  return (
    <>
      <button
        type="button"
        onClick={(event) => {
          keepFocusNear(event.currentTarget);
          void actions.order(order, row.reportId);
        }}
      >
        Send again{which}
      </button>
      <button
        type="button"
        className="quiet"
        onClick={(event) => {
          keepFocusNear(event.currentTarget, 'list');
          actions.dismiss(row);
        }}
      >
        Dismiss{which}
      </button>
    </>
  );
}
