import sirv from 'sirv';
import type { RequestHandler } from '../gateway.ts';
import type { SiteHeaders } from './site-headers.ts';

export interface SiteOptions {
  /** The built page; requests wait for it while it is being built. Undefined when there is none. */
  readonly directory: Promise<string> | undefined;
  /** Documents made by the cloud, by path, for example `/amplify_outputs.json`. */
  readonly documents: Readonly<Record<string, unknown>>;
  /** What is added to every answer. */
  readonly headers: SiteHeaders;
}

/** Files whose names hold a digest of what is in them. */
const HASHED = /^\/assets\//;

/** Serves a built single-page application (a path without a file is the page itself) and the cloud's documents. */
export function createSite({ directory, documents, headers }: SiteOptions): RequestHandler {
  const files = directory?.then((built) =>
    sirv(built, {
      single: true,
      etag: true,
      setHeaders(res, path) {
        const caching = HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
        res.setHeader('cache-control', caching);
      },
    }),
  );
  files?.catch(() => undefined); // each request meets the failure itself
  return async (req, res) => {
    const { pathname } = new URL(req.url ?? '/', 'http://site');
    for (const [name, value] of Object.entries(headers(pathname))) res.setHeader(name, value);
    const document = documents[pathname];
    if (document !== undefined) {
      res.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      res.end(JSON.stringify(document, null, 2));
      return;
    }
    const serve = await files;
    if (serve) serve(req, res, () => notFound(res));
    else notFound(res);
  };
}

function notFound(res: Parameters<RequestHandler>[1]): void {
  res.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('Not found\n');
}
