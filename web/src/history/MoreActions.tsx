import { Link } from '../Link.tsx';
import { Menu } from '../Menu.tsx';
import { reportPath } from '../use-route.ts';
import { canChange, type RowHandlers } from './ReportActions.tsx';
import type { Row } from './rows.ts';
import { isUnfinished, type Standing } from './status.ts';

interface MoreActionsProps extends RowHandlers {
  readonly row: Row;
  readonly name: string;
  readonly standing: Standing;
}

/** What else can be done with a report. */
export function MoreActions(props: MoreActionsProps) {
  const { row, name, standing, actions, onChangeAndRun, onDelete } = props;
  if (!row.report) return null;
  const isReady = standing === 'ready' || standing === 'warned';
  return (
    <Menu label={`More for ${name}`}>
      <li>
        <Link to={reportPath(row.reportId)}>Details</Link>
      </li>
      {canChange(row) && (
        <li>
          <button type="button" onClick={() => onChangeAndRun(row)}>
            Run again with changes
          </button>
        </li>
      )}
      {isReady && (
        <li>
          <button type="button" onClick={() => void actions.copyChecksum(row)}>
            Copy checksum
          </button>
        </li>
      )}
      {!isUnfinished(standing) && (
        <li>
          <button type="button" data-tone="bad" onClick={() => onDelete(row)}>
            Delete
          </button>
        </li>
      )}
    </Menu>
  );
}
