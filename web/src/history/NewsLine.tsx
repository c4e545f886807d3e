import { Link } from '../Link.tsx';
import { reportPath } from '../use-route.ts';
import type { News } from './news.ts';
import type { RowsState } from './rows.ts';

interface NewsLineProps extends Pick<RowsState, 'news' | 'alert' | 'newsCount' | 'alertCount'> {
  readonly onDismiss: () => void;
}

/**
 * The one place where changes are told, also by voice. Both regions are always there, empty at first:
 * assistive technology misses what comes into the page together with its region. What is seen lies over the page,
 * so that news never moves what somebody reads.
 */
export function NewsLine({ news, alert, newsCount, alertCount, onDismiss }: NewsLineProps) {
  return (
    <section className="news" aria-label="News">
      <p role="status" className="visually-hidden">
        {news && <span key={newsCount}>{news.text}</span>}
      </p>
      <p role="alert" className="visually-hidden">
        {alert && <span key={alertCount}>{alert.text}</span>}
      </p>
      {alert && (
        <div className="toast" data-tone="bad" key={`alert ${alertCount}`}>
          <p aria-hidden="true">{alert.text}</p>
          <Way news={alert} onFollow={onDismiss} />
          <button type="button" className="quiet" onClick={onDismiss}>
            Dismiss<span className="visually-hidden"> the problem</span>
          </button>
        </div>
      )}
      {news && !news.isSpoken && (
        <div className="toast" key={newsCount}>
          <p aria-hidden="true">{news.text}</p>
          <Way news={news} />
        </div>
      )}
    </section>
  );
}

/** Every message about a report has the way to it. */
function Way({ news: { reportId }, onFollow }: { news: News; onFollow?: () => void }) {
  if (reportId === undefined) return null;
  return (
    <Link to={reportPath(reportId)} className="way" {...(onFollow ? { onFollow } : {})}>
      View<span className="visually-hidden"> the report</span>
    </Link>
  );
}
