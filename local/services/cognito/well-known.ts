import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerJson } from './http.ts';
import type { Pool } from './pool.ts';

/** Answers `GET /<poolId>/.well-known/...`; false when the path is something else. */
export function answerWellKnown(
  pools: ReadonlyMap<string, Pool>,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const [path = ''] = (request.url ?? '/').split('?');
  const [, poolId = '', document] = /^\/([^/]+)\/\.well-known\/([a-z.-]+)$/.exec(path) ?? [];
  if (document !== 'jwks.json' && document !== 'openid-configuration') return false;
  const pool = pools.get(poolId);
  if (!pool) {
    // assumed: the shape of the API's own answer
    const message = `User pool ${poolId} does not exist.`;
    answerJson(response, 404, { message }, 'application/json');
  } else if (document === 'jwks.json') {
    const keys = [pool.idTokenKey.jwk, pool.accessTokenKey.jwk];
    answerJson(response, 200, { keys }, 'application/json');
  } else {
    answerJson(response, 200, discoveryDocument(pool, request), 'application/json');
  }
  return true;
}

/**
 * The discovery document of a pool without a domain. `jwks_uri` is where this cloud serves the keys, so that a
 * verifier pointed here works; on AWS it is under the issuer.
 * documented: https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
 */
function discoveryDocument(pool: Pool, request: IncomingMessage): object {
  const origin = `http://${request.headers.host ?? 'localhost'}`;
  return {
    id_token_signing_alg_values_supported: ['RS256'],
    issuer: pool.issuer,
    jwks_uri: `${origin}/${pool.id}/.well-known/jwks.json`,
    response_types_supported: ['code', 'token'],
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  };
}
