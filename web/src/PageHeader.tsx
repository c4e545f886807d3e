import type { Connection } from '../../client/index.ts';
import { Brand } from './Brand.tsx';
import { ConnectionMark } from './ConnectionMark.tsx';
import { Link } from './Link.tsx';
import { listPath } from './use-route.ts';
import type { SessionUser } from './use-session.ts';

interface PageHeaderProps {
  readonly user: SessionUser;
  readonly connection: Connection;
  readonly hasUnfinished: boolean;
  readonly onSignOut: () => void;
}

/** Where one is, where else one can go, whether it is live, who is signed in. */
export function PageHeader({ user, connection, hasUnfinished, onSignOut }: PageHeaderProps) {
  const base = import.meta.env.BASE_URL;
  return (
    <header className="page-header">
      <Link to={listPath()} className="home">
        <Brand />
      </Link>
      <nav aria-label="Pages">
        <ul>
          <li>
            <a href={`${base}explorer.html`}>API explorer</a>
          </li>
          <li>
            <a href={`${base}compare.html`}>Comparison</a>
          </li>
        </ul>
      </nav>
      <ConnectionMark connection={connection} hasUnfinished={hasUnfinished} />
      <p className="user">
        <span className="visually-hidden">Signed in as </span>
        {user.name}
      </p>
      <button type="button" className="quiet" onClick={onSignOut}>
        Sign out
      </button>
    </header>
  );
}
