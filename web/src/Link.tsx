import type { MouseEvent, ReactNode } from 'react';
import { navigate } from './use-route.ts';

interface LinkProps {
  readonly to: string;
  readonly children: ReactNode;
  readonly className?: string;
  readonly onFollow?: () => void;
}

/** A link within the application; with a modifier key it opens a tab, as any other does. */
export function Link({ to, children, className, onFollow }: LinkProps) {
  function follow(event: MouseEvent): void {
    onFollow?.();
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(to);
  }

  return (
    <a href={to} className={className} onClick={follow}>
      {children}
    </a>
  );
}
