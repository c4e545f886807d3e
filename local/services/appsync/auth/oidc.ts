import type { Clock } from '../../../host.ts';
import type { AuthProvider, AuthRefusal, Caller } from '../types.ts';
import { isSignedBy, type Jwt, PUBLIC_KEY_ALGORITHMS } from './jwt.ts';
import { expiredToken, notAuthorizedToCall, noValidAuthorization } from './refusals.ts';

/** An OpenID Connect provider among an API's providers. */
export type OidcProvider = Extract<AuthProvider, { mode: 'OPENID_CONNECT' }>;

/** Checks a token of the provider it was routed to. */
// documented: https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#openid-connect-authorization (signature, client, both times)
export async function checkOidc(
  jwt: Jwt,
  provider: OidcProvider,
  clock: Clock,
): Promise<{ caller: Caller } | { refusal: AuthRefusal }> {
  const key = await provider.key(jwt.kid);
  // assumed: worded as for a Cognito token that no key fits
  if (!key || !isSignedBy(jwt, key, PUBLIC_KEY_ALGORITHMS)) {
    return { refusal: noValidAuthorization };
  }
  const { exp, iat, auth_time: authTime, nbf, sub, iss } = jwt.claims;
  const now = clock.now();
  const isOver = (from: unknown, ttlMs: number): boolean =>
    ttlMs > 0 && (typeof from !== 'number' || from * 1000 + ttlMs <= now);
  // assumed: a token that is too old by `iat` or `auth_time`, or lacks the claim, is worded like an expired one
  if (
    typeof exp !== 'number' ||
    exp * 1000 <= now ||
    isOver(iat, provider.iatTtlMs) ||
    isOver(authTime, provider.authTtlMs)
  ) {
    return { refusal: expiredToken };
  }
  // assumed: a token of the future and one for another client are refused in these words
  if (typeof nbf === 'number' && nbf * 1000 > now) return { refusal: notAuthorizedToCall };
  if (!isForClient(jwt, provider)) return { refusal: notAuthorizedToCall };
  return {
    caller: {
      mode: 'OPENID_CONNECT',
      groups: null,
      // documented: https://docs.aws.amazon.com/appsync/latest/devguide/resolver-context-reference-js.html (identity of OpenID Connect: three members)
      identity: { claims: jwt.claims, issuer: iss, sub },
    },
  };
}

// documented: https://docs.aws.amazon.com/appsync/latest/APIReference/API_OpenIDConnectConfig.html (a regular expression; `aud` or `azp`)
// assumed: it must match a client id as a whole, as for user pools
function isForClient({ claims }: Jwt, { clientId }: OidcProvider): boolean {
  if (!clientId) return true;
  const pattern = new RegExp(`^(?:${clientId})$`);
  const audience: unknown[] = Array.isArray(claims.aud) ? claims.aud : [claims.aud];
  return [...audience, claims.azp].some((id) => typeof id === 'string' && pattern.test(id));
}
