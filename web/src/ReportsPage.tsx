import { History } from './history/History.tsx';
import type { RowHandlers } from './history/ReportActions.tsx';
import type { Reports } from './history/use-reports.ts';
import { NotifyButton } from './NotifyButton.tsx';
import type { OrderDraft } from './order/draft.ts';
import { OrderForm } from './order/OrderForm.tsx';
import type { useNotifications } from './use-notifications.ts';
import { useTitle, type TitleCounts } from './use-title.ts';

interface ReportsPageProps extends RowHandlers {
  readonly reports: Reports;
  readonly search: string;
  /** What the form starts from, for running a report again with changes. */
  readonly prefilled: OrderDraft | undefined;
  readonly onPrefilled: () => void;
  readonly unseen: ReadonlySet<string>;
  readonly counts: TitleCounts;
  readonly notifications: ReturnType<typeof useNotifications>;
  readonly nowMs: number;
}

/** Order a report, see all of them live, save their files. */
export function ReportsPage(props: ReportsPageProps) {
  const { reports, search, prefilled, onPrefilled, unseen, counts, notifications, nowMs } = props;
  const { actions, onChangeAndRun, onDelete, onSeen } = props;
  useTitle(counts);

  return (
    <main className="page">
      <h1 className="visually-hidden">Reports</h1>
      <section className="card order" aria-labelledby="new-report">
        <h2 id="new-report">New report</h2>
        <OrderForm
          prefilled={prefilled}
          onPrefilled={onPrefilled}
          onOrder={actions.order}
          onRepeated={actions.sayRepeated}
          askEstimate={actions.askEstimate}
        />
      </section>
      <section
        className="reports"
        id="reports"
        data-home="list"
        tabIndex={-1}
        aria-labelledby="your-reports"
      >
        <div className="section-head">
          <h2 id="your-reports">Your reports</h2>
          <NotifyButton {...notifications} />
        </div>
        <History
          reports={reports}
          search={search}
          unseen={unseen}
          nowMs={nowMs}
          actions={actions}
          onChangeAndRun={onChangeAndRun}
          onDelete={onDelete}
          onSeen={onSeen}
        />
      </section>
    </main>
  );
}
