import { Icon } from '../Icon.tsx';

interface NoReportsProps {
  readonly why: 'reading' | 'searching' | 'no-match' | 'none';
  /** Something else says already why there is nothing. */
  readonly isHidden: boolean;
}

/** What stands where there is no row. */
export function NoReports({ why, isHidden }: NoReportsProps) {
  if (isHidden) return null;
  if (why === 'reading') return <p className="empty">Reading your reports…</p>;
  if (why === 'searching') return <p className="empty">Looking through older reports…</p>;
  if (why === 'no-match') {
    return (
      <div className="empty">
        <p className="empty-title">No report matches</p>
        <p>Try another word, or clear the filters.</p>
      </div>
    );
  }
  return (
    <div className="empty">
      <Icon name="brand" />
      <p className="empty-title">No reports yet</p>
      <p>Choose a kind and press “Generate report”: it appears here at once.</p>
      <p>You can leave while it is being made, and come back for the file.</p>
    </div>
  );
}
