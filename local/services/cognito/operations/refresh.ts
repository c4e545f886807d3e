import { requireClientSecret } from '../client-secret.ts';
import { requireClient, type CognitoContext, type Operation } from '../context.ts';
import { CognitoError, notAuthorized } from '../errors.ts';
import { hashRefreshToken, issueTokens, type AuthenticationResult } from '../tokens.ts';
import type { Pool, PoolClient } from '../pool.ts';
import type { StoredUser } from '../types.ts';

/** Exchanges a refresh token; `check` may refuse once the user is known. The refresh token stays the same one. */
export function refresh(
  context: CognitoContext,
  pool: Pool,
  client: PoolClient,
  refreshToken: string,
  check: (user: StoredUser) => void,
): AuthenticationResult {
  const nowMs = context.clock.now();
  const found = pool.findByRefreshTokenHash(hashRefreshToken(refreshToken));
  // observed: https://github.com/aws/aws-sdk-cpp/issues/1789
  if (!found || found.session.clientId !== client.id) throw notAuthorized('Invalid Refresh Token.');
  const { user, session } = found;
  check(user);
  // observed: https://github.com/aws-amplify/amplify-swift/issues/3344
  if (session.revoked) throw notAuthorized('Refresh Token has been revoked');
  // assumed: the words follow those of a revoked token.
  if (nowMs >= session.expiresAtMs) throw notAuthorized('Refresh Token has expired');
  if (!user.enabled) throw notAuthorized('User is disabled.');
  return issueTokens(pool, client, user, session, nowMs);
}

/** What current Amplify refreshes with. Rotation is off, so no new refresh token comes back. */
export const getTokensFromRefreshToken: Operation = (context, input) => {
  const { pool, client } = requireClient(context, input);
  requireClientSecret(client, input.optionalText('ClientSecret'));
  const result = refresh(context, pool, client, input.text('RefreshToken'), () => {});
  return { AuthenticationResult: result };
};

/**
 * Ends one sign-in: its refresh token and, for the pool's own API, its access tokens.
 * documented: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html
 */
export const revokeToken: Operation = (context, input) => {
  const { pool, client } = requireClient(context, input);
  requireClientSecret(client, input.optionalText('ClientSecret'));
  const token = input.text('Token');
  if (token.split('.').length === 3) {
    throw new CognitoError('UnsupportedTokenTypeException', 'Unsupported token type');
  }
  const found = pool.findByRefreshTokenHash(hashRefreshToken(token));
  // assumed: as RFC 7009 §2.2 has it, a token nobody knows is already revoked.
  if (!found) return {};
  if (found.session.clientId !== client.id) {
    throw new CognitoError('UnauthorizedException', 'The token was issued to another client');
  }
  const sessions = found.user.sessions.map((session) =>
    session === found.session ? { ...session, revoked: true } : session,
  );
  pool.save({ ...found.user, sessions });
  return {};
};
