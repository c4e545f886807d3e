const YEAR_SECONDS = 31_536_000;

export interface WebHeadersOptions {
  /** Where the page may connect to besides its own origin: the API, its WebSocket, the user pool, the files. */
  readonly connectSources: readonly string[];
  /**
   * Whether style elements that scripts make are allowed. The explorer's editor makes them; the other pages do not.
   */
  readonly allowsMadeStyles?: boolean;
}

/** The headers of a page, by their names. */
export function securityHeaders(options: WebHeadersOptions): Record<string, string> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(options),
    'Strict-Transport-Security': `max-age=${YEAR_SECONDS}; includeSubDomains`,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'X-Frame-Options': 'DENY',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'Cross-Origin-Opener-Policy': 'same-origin',
  };
}

/** What a page may load: its own files, nothing inline, nothing from anybody else. */
export function contentSecurityPolicy({
  connectSources,
  allowsMadeStyles = false,
}: WebHeadersOptions): string {
  const directives: Readonly<Record<string, readonly string[]>> = {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'", ...(allowsMadeStyles ? ["'unsafe-inline'"] : [])],
    // The icon, and the explorer's fonts, are in the page's own files as data.
    'img-src': ["'self'", 'data:'],
    'font-src': ["'self'", ...(allowsMadeStyles ? ['data:'] : [])],
    'connect-src': ["'self'", ...connectSources],
    'worker-src': ["'self'"],
    'manifest-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}
