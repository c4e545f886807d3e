import type { Clock } from '../../../host.ts';
import type { AuthProvider, AuthRefusal, Caller } from '../types.ts';
import { isSignedBy, type Jwt, readJwt } from './jwt.ts';
import {
  expiredToken,
  notAuthorizedToCall,
  noValidAuthorization,
  unreadableToken,
} from './refusals.ts';

/** A Cognito user pool among an API's providers. */
export type CognitoProvider = Extract<AuthProvider, { mode: 'AMAZON_COGNITO_USER_POOLS' }>;

/** A token that is good so far. */
export interface PresentedToken {
  readonly token: string;
  readonly username: string;
  readonly issuedAtMs: number;
  /** When this API first saw it, by its clock. */
  readonly seenSinceMs: number;
}

/** Asked at every check of a good token; absent, all stay good. */
export interface TokenFaults {
  onToken?(token: PresentedToken): 'good' | 'expired';
}

interface CheckedToken {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly provider: CognitoProvider;
  readonly expiresAtMs: number;
  /** Which key signed: the token is checked again when the pool no longer has it. */
  readonly kid: string;
  readonly modulus: string | undefined;
  readonly seenSinceMs: number;
}

const MAX_REMEMBERED_TOKENS = 1_000;

/** Checks id and access tokens of the pools; remembers tokens it has checked until they expire. */
export function createCognitoCheck(
  providers: readonly CognitoProvider[],
  clock: Clock,
  faults: TokenFaults = {},
) {
  const remembered = new Map<string, CheckedToken>();

  return (token: string, sourceIp: string): { caller: Caller } | { refusal: AuthRefusal } => {
    const known = remembered.get(token);
    const isKnown =
      known?.provider.keys().some(({ kid, n }) => kid === known.kid && n === known.modulus) ??
      false;
    const checked = known && isKnown ? known : checkToken(token, providers, clock.now());
    if ('refusal' in checked) return checked;
    if (checked.expiresAtMs <= clock.now()) {
      remembered.delete(token);
      return { refusal: expiredToken };
    }
    if (checked !== known) remember(remembered, token, checked);
    if (faults.onToken?.(presented(token, checked)) === 'expired') return { refusal: expiredToken };
    return { caller: callerOf(checked, sourceIp) };
  };
}

function presented(token: string, { claims, seenSinceMs }: CheckedToken): PresentedToken {
  const username = (claims['cognito:username'] ?? claims.username ?? '') as string;
  return { token, username, issuedAtMs: Number(claims.iat) * 1000, seenSinceMs };
}

function remember(
  remembered: Map<string, CheckedToken>,
  token: string,
  checked: CheckedToken,
): void {
  if (remembered.size >= MAX_REMEMBERED_TOKENS) {
    for (const oldest of remembered.keys()) {
      remembered.delete(oldest);
      break;
    }
  }
  remembered.set(token, checked);
}

function checkToken(
  token: string,
  providers: readonly CognitoProvider[],
  nowMs: number,
): CheckedToken | { refusal: AuthRefusal } {
  const jwt = readJwt(token);
  if (!jwt) return { refusal: unreadableToken };
  // documented: https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html (the issuer selects the pool)
  const provider = providers.find(({ issuer }) => issuer === jwt.claims.iss);
  const key = provider?.keys().find(({ kid }) => kid === jwt.kid);
  // observed: aws-amplify/amplify-js#8892 (the words); assumed: that they are for a foreign issuer or key, too
  if (!provider || !key || !isSignedBy(jwt, key)) return { refusal: noValidAuthorization };
  const { token_use: use, exp } = jwt.claims;
  // assumed: a token for another use is refused like a foreign one
  if ((use !== 'id' && use !== 'access') || typeof exp !== 'number') {
    return { refusal: noValidAuthorization };
  }
  if (!isForClient(jwt, provider)) return { refusal: notAuthorizedToCall };
  return {
    claims: jwt.claims,
    provider,
    expiresAtMs: exp * 1000,
    kid: jwt.kid,
    modulus: key.n,
    seenSinceMs: nowMs,
  };
}

// documented: https://docs.aws.amazon.com/appsync/latest/APIReference/API_UserPoolConfig.html (a regular expression)
// assumed: it must match the whole client id, as Java's matches() does
function isForClient({ claims }: Jwt, { appIdClientRegex }: CognitoProvider): boolean {
  if (!appIdClientRegex) return true;
  const client = claims.token_use === 'id' ? claims.aud : claims.client_id;
  return typeof client === 'string' && new RegExp(`^(?:${appIdClientRegex})$`).test(client);
}

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/resolver-context-reference-js.html (identity of user pools)
function callerOf({ claims, provider }: CheckedToken, sourceIp: string): Caller {
  const ownGroups = claims['cognito:groups'];
  const groups = Array.isArray(ownGroups) ? ownGroups.map(String) : null;
  return {
    mode: 'AMAZON_COGNITO_USER_POOLS',
    groups,
    identity: {
      claims,
      defaultAuthStrategy: provider.defaultAction,
      groups,
      issuer: claims.iss,
      sourceIp: [sourceIp],
      sub: claims.sub,
      username: claims['cognito:username'] ?? claims.username ?? null,
    },
  };
}
