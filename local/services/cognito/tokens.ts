import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { attributeClaims } from './attributes.ts';
import { limits } from './limits.ts';
import type { Pool, PoolClient } from './pool.ts';
import type { StoredSession, StoredUser } from './types.ts';

const secondMs = 1000;
const refreshTokenBytes = 768;

/** The `AuthenticationResult` of a response. */
export interface AuthenticationResult {
  readonly AccessToken: string;
  readonly ExpiresIn: number;
  readonly TokenType: 'Bearer';
  /** Only at sign-in. */
  readonly RefreshToken?: string;
  readonly IdToken: string;
}

/** Starts a session for a user who proved who they are: saves it and makes all three tokens. */
export function startSession(
  pool: Pool,
  client: PoolClient,
  user: StoredUser,
  nowMs: number,
): AuthenticationResult {
  const refreshToken = randomBytes(refreshTokenBytes).toString('base64url');
  const session: StoredSession = {
    originJti: randomUUID(),
    refreshTokenHash: hashRefreshToken(refreshToken),
    clientId: client.id,
    eventId: randomUUID(),
    authTimeMs: nowMs,
    expiresAtMs: nowMs + (client.refreshTokenValidityMs ?? limits.refreshTokenValidityMs),
    revoked: false,
  };
  const kept = user.sessions.filter(({ expiresAtMs }) => expiresAtMs > nowMs);
  const sessions = [...kept, session].slice(-limits.sessionsPerUser);
  const failures = { count: 0, lastAtMs: 0, lockedUntilMs: 0 };
  const saved = pool.save({ ...user, sessions, failures });
  return { ...issueTokens(pool, client, saved, session, nowMs), RefreshToken: refreshToken };
}

/** New access and ID tokens for a session; `auth_time` and `origin_jti` stay those of the sign-in. */
export function issueTokens(
  pool: Pool,
  client: PoolClient,
  user: StoredUser,
  session: StoredSession,
  nowMs: number,
): AuthenticationResult {
  const accessValidityMs = client.accessTokenValidityMs ?? limits.accessTokenValidityMs;
  const idValidityMs = client.idTokenValidityMs ?? limits.idTokenValidityMs;
  const groups = user.groups.filter((name) => pool.hasGroup(name));
  const common = { pool, client, user, session, groups, nowMs };
  return {
    AccessToken: pool.accessTokenKey.sign(accessClaims(common, accessValidityMs)),
    ExpiresIn: Math.floor(accessValidityMs / secondMs),
    TokenType: 'Bearer',
    IdToken: pool.idTokenKey.sign(idClaims(common, idValidityMs)),
  };
}

/** How a refresh token is looked up: SHA-256, hexadecimal. */
export function hashRefreshToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

interface TokenFacts {
  readonly pool: Pool;
  readonly client: PoolClient;
  readonly user: StoredUser;
  readonly session: StoredSession;
  readonly groups: readonly string[];
  readonly nowMs: number;
}

// documented: https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
function accessClaims(facts: TokenFacts, validityMs: number): Record<string, unknown> {
  const { pool, client, user, session } = facts;
  return {
    sub: user.sub,
    ...groupClaim(facts.groups),
    iss: pool.issuer,
    client_id: client.id,
    origin_jti: session.originJti,
    event_id: session.eventId,
    token_use: 'access',
    scope: 'aws.cognito.signin.user.admin',
    ...timeClaims(facts, validityMs),
    jti: randomUUID(),
    username: user.username,
  };
}

// documented: https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html (without acr and amr, which reach pools gradually)
function idClaims(facts: TokenFacts, validityMs: number): Record<string, unknown> {
  const { pool, client, user, session } = facts;
  const { email_verified, email, ...otherAttributes } = attributeClaims(user);
  return {
    sub: user.sub,
    ...groupClaim(facts.groups),
    ...(email_verified !== undefined && { email_verified }),
    iss: pool.issuer,
    'cognito:username': user.username,
    ...otherAttributes,
    origin_jti: session.originJti,
    aud: client.id,
    event_id: session.eventId,
    token_use: 'id',
    ...timeClaims(facts, validityMs),
    jti: randomUUID(),
    ...(email !== undefined && { email }),
  };
}

// documented: https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html (absent for a user without groups)
function groupClaim(groups: readonly string[]): Record<string, readonly string[]> {
  return groups.length > 0 ? { 'cognito:groups': groups } : {};
}

function timeClaims({ session, nowMs }: TokenFacts, validityMs: number): Record<string, number> {
  return {
    auth_time: Math.floor(session.authTimeMs / secondMs),
    exp: Math.floor((nowMs + validityMs) / secondMs),
    iat: Math.floor(nowMs / secondMs),
  };
}
