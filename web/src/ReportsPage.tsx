import { useCallback, useEffect } from 'react';
import { NewsLine } from './NewsLine.tsx';
import { OrderForm } from './OrderForm.tsx';
import { PageHeader } from './PageHeader.tsx';
import { ReportList } from './ReportList.tsx';
import { countUnfinished } from './status.ts';
import { useNow } from './use-now.ts';
import { useReports } from './use-reports.ts';
import type { SessionUser } from './use-session.ts';

const TICK_MS = 1_000;
const IDLE_TICK_MS = 15_000;
const TITLE = 'Reports';

interface ReportsPageProps {
  readonly user: SessionUser;
  /** Ends the session; with a notice when the reader did not ask for it. */
  readonly onSignOut: (notice?: string) => Promise<void>;
}

/** The signed-in page: order a report, see all of them live, save their files. */
export function ReportsPage({ user, onSignOut }: ReportsPageProps) {
  const signOut = useCallback((notice?: string) => void onSignOut(notice), [onSignOut]);
  const reports = useReports(signOut);
  const unfinished = countUnfinished(reports.rows);
  const nowMs = useNow(unfinished > 0 ? TICK_MS : IDLE_TICK_MS);

  useEffect(() => {
    document.title = unfinished > 0 ? `(${unfinished}) ${TITLE}` : TITLE;
    return () => {
      document.title = TITLE;
    };
  }, [unfinished]);

  return (
    <>
      <a className="skip-link" href="#reports">
        Skip to your reports
      </a>
      <PageHeader user={user} connection={reports.connection} onSignOut={() => signOut()} />
      <main className="page">
        <section className="card order" aria-labelledby="new-report">
          <h2 id="new-report">New report</h2>
          <OrderForm onOrder={reports.order} askEstimate={reports.askEstimate} />
        </section>
        <section className="reports" id="reports" tabIndex={-1} aria-labelledby="your-reports">
          <h2 id="your-reports">Your reports</h2>
          <NewsLine news={reports.news} count={reports.newsCount} />
          <ReportList reports={reports} nowMs={nowMs} />
        </section>
      </main>
    </>
  );
}
