import { Brand } from './Brand.tsx';

interface SimpleHeaderProps {
  /** What the page is. */
  readonly title: string;
  readonly userName: string;
  readonly onSignOut: () => void;
}

/** The head of a page beside the reports: the way back, what it is, who is signed in. */
export function SimpleHeader({ title, userName, onSignOut }: SimpleHeaderProps) {
  return (
    <header className="page-header">
      <a href="./">
        <Brand />
      </a>
      <h1>{title}</h1>
      <p className="user">
        <span className="visually-hidden">Signed in as </span>
        {userName}
      </p>
      <button type="button" className="quiet" onClick={onSignOut}>
        Sign out
      </button>
    </header>
  );
}
