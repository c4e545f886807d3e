import type { Connection } from '../../client/index.ts';
import { Brand } from './Brand.tsx';
import { ConnectionMark } from './ConnectionMark.tsx';
import type { SessionUser } from './use-session.ts';

interface PageHeaderProps {
  readonly user: SessionUser;
  readonly connection: Connection;
  readonly onSignOut: () => void;
}

/** What page this is, whether it is live, who is signed in. */
export function PageHeader({ user, connection, onSignOut }: PageHeaderProps) {
  return (
    <header className="page-header">
      <h1>
        <Brand />
      </h1>
      <ConnectionMark connection={connection} />
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
