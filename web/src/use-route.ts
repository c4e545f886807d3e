import { useMemo, useSyncExternalStore } from 'react';
import { pathOfReport, routeOf, type Route } from './routes.ts';

/** The path the page is served under. */
const BASE = import.meta.env.BASE_URL;
/** Told when this page changes its own address, of which `popstate` says nothing. */
const NAVIGATED = 'reports:navigated';

/** What the address shows, followed through links, back and forward. */
export function useRoute(): Route {
  const href = useSyncExternalStore(subscribe, () => location.href);
  return useMemo(() => routeOf(new URL(href), BASE), [href]);
}

/** The address of the list, with a query that filters it. */
export const listPath = (search = ''): string => BASE + search;
export const reportPath = (reportId: string): string => pathOfReport(reportId, BASE);

/** Goes to another address of this application; `replace` leaves no way back to the one before. */
export function navigate(path: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, '', path);
  else history.pushState(null, '', path);
  window.dispatchEvent(new Event(NAVIGATED));
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener);
  window.addEventListener(NAVIGATED, listener);
  return () => {
    window.removeEventListener('popstate', listener);
    window.removeEventListener(NAVIGATED, listener);
  };
}
