/** A page of this application. */
export type Route =
  | { readonly page: 'list'; readonly search: string }
  | { readonly page: 'report'; readonly reportId: string }
  | { readonly page: 'unknown' };

/** What an address shows; `base` is the path the application is served under. */
export function routeOf(
  { pathname, search }: Pick<URL, 'pathname' | 'search'>,
  base: string,
): Route {
  const path = pathname.startsWith(base) ? pathname.slice(base.length) : pathname;
  if (path === '' || path === 'index.html') return { page: 'list', search };
  const [, reportId] = /^reports\/([^/]+)\/?$/.exec(path) ?? [];
  return reportId === undefined
    ? { page: 'unknown' }
    : { page: 'report', reportId: decoded(reportId) };
}

/** The address of a report's page, to be shared with nobody but oneself: others see nothing there. */
export function pathOfReport(reportId: string, base: string): string {
  return `${base}reports/${encodeURIComponent(reportId)}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
