import { toError } from '../../../errors.ts';
import type { Clock, Log } from '../../../host.ts';
import type { JsonWebKeyWithId } from '../types.ts';

const FETCH_TIMEOUT_MS = 5_000;
const MAX_DOCUMENT_BYTES = 1_048_576;
/** A token with an unknown key asks the issuer again, but not more often than this. */
const REFETCH_AFTER_MS = 10_000;

/**
 * The public keys of an OpenID Connect issuer, by the key set its discovery document names.
 * An issuer that cannot be read has no keys, and the log says why.
 * documented: https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#openid-connect-authorization
 */
export function createOidcKeys(
  issuer: string,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): (kid: string) => Promise<JsonWebKeyWithId | undefined> {
  let keys: readonly JsonWebKeyWithId[] = [];
  let fetchedAtMs = Number.NEGATIVE_INFINITY;
  let fetching: Promise<void> | undefined;

  return async (kid) => {
    const known = find(kid);
    if (known) return known;
    if (!fetching && clock.now() - fetchedAtMs >= REFETCH_AFTER_MS) {
      fetching = refresh().finally(() => void (fetching = undefined));
    }
    await fetching;
    return find(kid);
  };

  // assumed: a token without `kid` may use an issuer's only key
  function find(kid: string): JsonWebKeyWithId | undefined {
    if (kid === '' && keys.length === 1) return keys[0];
    return keys.find((key) => key.kid === kid);
  }

  async function refresh(): Promise<void> {
    fetchedAtMs = clock.now();
    try {
      const base = issuer.endsWith('/') ? issuer : `${issuer}/`;
      const discovery = await fetchJson(`${base}.well-known/openid-configuration`);
      if (typeof discovery.jwks_uri !== 'string') {
        throw new Error('its discovery document has no jwks_uri');
      }
      const { keys: found } = await fetchJson(discovery.jwks_uri);
      keys = Array.isArray(found) ? (found as JsonWebKeyWithId[]) : [];
      log.info('keys of an OpenID Connect issuer fetched', { issuer, count: keys.length });
    } catch (thrown) {
      const error = toError(thrown).message;
      log.warn('the keys of an OpenID Connect issuer cannot be fetched', { issuer, error });
    }
  }
}

async function fetchJson(url: string): Promise<Record<string, unknown>> {
  const { protocol, hostname } = new URL(url);
  // documented: the same page (the issuer must be reached by HTTPS); plain HTTP never leaves this machine
  if (protocol !== 'https:' && !isLoopback(hostname)) {
    throw new Error(`${url} is neither https nor on this machine`);
  }
  const answer = await fetch(url, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  const text = await answer.text();
  if (text.length > MAX_DOCUMENT_BYTES) throw new Error(`${url} answered more than 1 MB`);
  const json: unknown = JSON.parse(text);
  if (typeof json !== 'object' || json === null) throw new Error(`${url} answered no JSON object`);
  return json as Record<string, unknown>;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
