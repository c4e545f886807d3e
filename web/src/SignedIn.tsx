import { lazy, Suspense, useCallback, useState } from 'react';
import { DeleteDialog } from './history/DeleteDialog.tsx';
import { NewsLine } from './history/NewsLine.tsx';
import { draftOf, firstDraft, type OrderDraft } from './order/draft.ts';
import { deviceTimeZone } from './order/time-zones.ts';
import type { RowHandlers } from './history/ReportActions.tsx';
import type { Row } from './history/rows.ts';
import { countUnfinished } from './history/status.ts';
import { useReports } from './history/use-reports.ts';
import { useSeen } from './history/use-seen.ts';
import { PageHeader } from './PageHeader.tsx';
import { ReportsPage } from './ReportsPage.tsx';
import { useNotifications } from './use-notifications.ts';
import { useNow } from './use-now.ts';
import { listPath, navigate, useRoute } from './use-route.ts';
import type { SessionUser } from './use-session.ts';

const TICK_MS = 1_000;
const IDLE_TICK_MS = 15_000;

const DetailsPage = lazy(() =>
  import('./details/DetailsPage.tsx').then((module) => ({ default: module.DetailsPage })),
);

const UnknownPage = lazy(() =>
  import('./UnknownPage.tsx').then((module) => ({ default: module.UnknownPage })),
);

interface SignedInProps {
  readonly user: SessionUser;
  /** Ends the session; with a notice when the reader did not ask for it. */
  readonly onSignOut: (notice?: string) => void;
}

/** The pages of somebody signed in, over one list of reports that stays live from page to page. */
export function SignedIn({ user, onSignOut }: SignedInProps) {
  const route = useRoute();
  const reports = useReports(onSignOut);
  const { actions, rows } = reports;
  const { unseen, see } = useSeen(user.userId, reports.hasRead ? rows : undefined);
  const unfinished = countUnfinished(rows);
  const nowMs = useNow(unfinished > 0 ? TICK_MS : IDLE_TICK_MS);
  const notifications = useNotifications(reports.news, reports.alert);
  const [prefilled, setPrefilled] = useState<OrderDraft>();
  const [deleting, setDeleting] = useState<Row>();

  const onChangeAndRun = useCallback(({ report }: Row) => {
    const draft = report && draftOf(report, firstDraft(Date.now(), deviceTimeZone()));
    if (!draft) return;
    setPrefilled({ ...draft });
    if (location.pathname !== listPath()) navigate(listPath());
  }, []);
  const forgetPrefilled = useCallback(() => setPrefilled(undefined), []);
  const handlers: RowHandlers = { actions, onChangeAndRun, onDelete: setDeleting, onSeen: see };

  async function answerDelete(isConfirmed: boolean): Promise<void> {
    const row = deleting;
    setDeleting(undefined);
    if (!row || !isConfirmed || !(await actions.remove(row))) return;
    if (route.page === 'report') navigate(listPath());
    document.querySelector<HTMLElement>('[data-home="list"]')?.focus({ preventScroll: true });
  }

  const counts = { unfinished, unseen: unseen.size };
  return (
    <>
      <a className="skip-link" href="#reports">
        Skip to your reports
      </a>
      <PageHeader
        user={user}
        connection={reports.connection}
        hasUnfinished={unfinished > 0}
        onSignOut={() => onSignOut()}
      />
      {route.page === 'list' && (
        <ReportsPage
          reports={reports}
          search={route.search}
          prefilled={prefilled}
          onPrefilled={forgetPrefilled}
          unseen={unseen}
          counts={counts}
          notifications={notifications}
          nowMs={nowMs}
          {...handlers}
        />
      )}
      {route.page === 'report' && (
        <Suspense fallback={<main className="waiting">Loading…</main>}>
          <DetailsPage
            key={route.reportId}
            reportId={route.reportId}
            reports={reports}
            counts={counts}
            nowMs={nowMs}
            {...handlers}
          />
        </Suspense>
      )}
      {route.page === 'unknown' && (
        <Suspense fallback={<main className="waiting">Loading…</main>}>
          <UnknownPage />
        </Suspense>
      )}
      <NewsLine {...reports} onDismiss={actions.silence} />
      <DeleteDialog row={deleting} onAnswer={(isConfirmed) => void answerDelete(isConfirmed)} />
    </>
  );
}
