import type { ReportFailure, ReportResult } from '../../../client/index.ts';
import { formatCount } from '../format.ts';

/** What a reader should know before using the file: it stands before the button that saves it. */
export function Notes({ warnings }: Pick<ReportResult, 'warnings'>) {
  if (warnings.length === 0) return null;
  return (
    <section className="warnings" aria-labelledby="notes">
      <h2 id="notes">Before you use the file</h2>
      <ul>
        {warnings.map(({ code, message, count }) => (
          <li key={code}>
            {message}
            {count > 1 && <span className="count"> {formatCount(count, 'time')}.</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface FailureProps {
  readonly error: ReportFailure;
  readonly reportId: string;
}

/** Why there is no file, what to do, and what to tell whoever runs the service. */
export function Failure({ error: { code, message, action }, reportId }: FailureProps) {
  return (
    <section className="failure" aria-label="Why there is no file">
      <p>
        <b>{message}</b> {action}
      </p>
      <p className="details">
        When you ask for help, give the code <code>{code}</code> and the report{' '}
        <code>{reportId}</code>.
      </p>
    </section>
  );
}
