import type { Report } from '../../../client/index.ts';
import { formatDuration, formatMoment } from '../format.ts';
import { timelineOf } from './timeline.ts';
import { Time } from '../Time.tsx';

/** What happened, in order. */
export function Timeline({ report, nowMs }: { report: Report; nowMs: number }) {
  return (
    <section aria-labelledby="history">
      <h2 id="history">History</h2>
      <ol className="timeline">
        {timelineOf(report, nowMs).map(({ what, at, afterMs }) => (
          <li key={what}>
            <span>{what}</span>{' '}
            <span className="details">
              {formatMoment(Date.parse(at))} (<Time iso={at} nowMs={nowMs} />)
              {afterMs !== undefined && `, after ${formatDuration(afterMs)}`}
            </span>
          </li>
        ))}
      </ol>
      <p className="details">
        Report <code>{report.reportId}</code>, change {report.version} of its row.
      </p>
    </section>
  );
}
