import { useEffect, useRef, type ReactNode } from 'react';
import { describeRow } from '../history/news.ts';
import type { RowHandlers } from '../history/ReportActions.tsx';
import type { Reports } from '../history/use-reports.ts';
import { Icon } from '../Icon.tsx';
import { Link } from '../Link.tsx';
import { listPath } from '../use-route.ts';
import { useTitle, type TitleCounts } from '../use-title.ts';
import { ReportDetails } from './ReportDetails.tsx';
import { useOneReport } from './use-one-report.ts';
import '../styles/details.css';

interface DetailsPageProps extends RowHandlers {
  readonly reportId: string;
  readonly reports: Reports;
  readonly counts: TitleCounts;
  readonly nowMs: number;
}

/** Everything about one report, at an address of its own. */
export function DetailsPage({ reportId, reports, counts, nowMs, ...handlers }: DetailsPageProps) {
  const one = useOneReport(reports, reportId);
  const { onSeen } = handlers;
  const isKnown = one.state === 'known';
  useTitle(counts, isKnown ? describeRow(one.row).name : undefined);
  useEffect(() => {
    if (isKnown) onSeen(reportId);
  }, [isKnown, onSeen, reportId]);

  // A page that came by a link is read from its beginning.
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, []);

  return (
    <main className="page single" id="reports" ref={main} tabIndex={-1}>
      <p>
        <Link to={listPath()} className="back">
          <Icon name="back" /> All reports
        </Link>
      </p>
      {one.state === 'known' ? (
        <ReportDetails row={one.row} report={one.report} nowMs={nowMs} {...handlers} />
      ) : (
        <Absent one={one} />
      )}
    </main>
  );
}

function Absent({ one }: { one: Exclude<ReturnType<typeof useOneReport>, { state: 'known' }> }) {
  switch (one.state) {
    case 'reading':
      return <p className="empty">Reading the report…</p>;
    case 'not-found':
      return (
        <Message title="You have no such report">
          There is none with this address in your account: it may have been deleted, belong to
          somebody else, or the address may be mistyped. Only the person who ordered a report can
          open it.
        </Message>
      );
    case 'deleted':
      return (
        <Message title="This report was deleted">
          The report and its file are gone. Nothing of it can be brought back; it can be ordered
          anew.
        </Message>
      );
    case 'problem':
      return (
        <Message title="The report cannot be shown">
          {one.problem}{' '}
          <button type="button" className="link" onClick={() => location.reload()}>
            Try again
          </button>
        </Message>
      );
  }
}

function Message({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="card">
      <h1>{title}</h1>
      <p>{children}</p>
    </section>
  );
}
