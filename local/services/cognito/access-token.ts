import { verify } from 'node:crypto';
import type { CognitoContext } from './context.ts';
import { notAuthorized, userNotFound } from './errors.ts';
import type { Pool } from './pool.ts';
import type { StoredUser } from './types.ts';

/** The user an access token speaks for. Throws as Cognito does for a token that is wrong, expired or revoked. */
export function requireAccessToken(
  context: CognitoContext,
  token: string,
): { pool: Pool; user: StoredUser } {
  const [header = '', payload = '', signature = '', ...rest] = token.split('.');
  const claims = rest.length === 0 ? decodeClaims(payload) : undefined;
  const pool = [...context.pools.values()].find(({ issuer }) => issuer === claims?.iss);
  // observed: https://github.com/awslabs/aws-amplify-identity-broker/issues/538
  if (!claims || !pool) throw notAuthorized('Invalid Access Token');

  const signed = Buffer.from(`${header}.${payload}`);
  const signatureBytes = Buffer.from(signature, 'base64url');
  // An ID token fails here too: it is signed with the other key.
  if (!verify('RSA-SHA256', signed, pool.accessTokenKey.publicKey, signatureBytes)) {
    throw notAuthorized('Invalid Access Token');
  }
  // assumed: the words follow those of a revoked token.
  if (claims.exp * 1000 <= context.clock.now()) throw notAuthorized('Access Token has expired');

  const user = pool.findBySub(claims.sub);
  if (!user) throw userNotFound();
  const session = user.sessions.find(({ originJti }) => originJti === claims.origin_jti);
  // observed: https://github.com/aws-amplify/amplify-js/issues/3540
  if (!session || session.revoked) throw notAuthorized('Access Token has been revoked');
  if (!user.enabled) throw notAuthorized('User is disabled.');
  return { pool, user };
}

interface AccessClaims {
  readonly iss: string;
  readonly sub: string;
  readonly origin_jti: string;
  readonly exp: number;
}

/** Trusted only once the signature holds: then this service wrote them. */
function decodeClaims(part: string): AccessClaims | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? (claims as AccessClaims) : undefined;
  } catch {
    return undefined; // not a token of ours: the caller says so
  }
}
