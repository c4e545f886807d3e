import { createHmac, timingSafeEqual } from 'node:crypto';
import { notAuthorized } from './errors.ts';
import type { PoolClient } from './pool.ts';

/**
 * Throws `NotAuthorizedException` unless `presented` is the client's hash for one of `usernames`; a client without
 * a secret needs none.
 * documented: https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash
 */
export function requireSecretHash(
  client: PoolClient,
  presented: string | undefined,
  usernames: readonly string[],
): void {
  const { id, secret } = client;
  if (!secret) return;
  // observed: https://github.com/aws-amplify/amplify-android/issues/2504
  if (!presented) {
    throw notAuthorized(`Client ${id} is configured with secret but SECRET_HASH was not received`);
  }
  const matches = usernames.some((username) =>
    isSame(
      presented,
      createHmac('sha256', secret)
        .update(username + id)
        .digest('base64'),
    ),
  );
  // observed: https://github.com/ArranJacques/laravel-aws-cognito-auth/issues/26
  if (!matches) throw notAuthorized(`Unable to verify secret hash for client ${id}`);
}

/** Throws `NotAuthorizedException` unless `presented` is the client's secret; a client without one needs none. */
export function requireClientSecret(client: PoolClient, presented: string | undefined): void {
  const { id, secret } = client;
  if (!secret) return;
  // assumed: the wording follows SECRET_HASH's.
  if (!presented) {
    throw notAuthorized(`Client ${id} is configured with secret but secret was not received`);
  }
  if (!isSame(presented, secret)) throw notAuthorized(`Unable to verify secret for client ${id}`);
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
