import { CognitoError, incorrectPassword, notAuthorized } from './errors.ts';
import { limits } from './limits.ts';
import type { Pool } from './pool.ts';
import type { SignInFailures, StoredUser } from './types.ts';

/**
 * Runs one password check under Cognito's lockout: after 5 failures the user waits 2^(n-5) seconds, at most 15
 * minutes; attempts meanwhile are refused unread.
 * documented: https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html#authentication-flow-lockout-behavior
 */
export function requireCorrectPassword(
  pool: Pool,
  user: StoredUser,
  nowMs: number,
  isCorrect: () => boolean,
): void {
  if (nowMs < user.failures.lockedUntilMs) throw notAuthorized('Password attempts exceeded');
  if (isCorrect()) return;
  pool.save({ ...user, failures: addFailure(user.failures, nowMs) });
  throw incorrectPassword();
}

/** Throws for a user whose password was right but who may not sign in. */
export function requireSignInAllowed(pool: Pool, user: StoredUser, nowMs: number): void {
  // observed: https://github.com/amazon-archives/amazon-cognito-identity-js/issues/373 (disabled) and 468 (reset); https://github.com/aws/aws-sdk-net/issues/1984 (unconfirmed only shows with the right password)
  if (!user.enabled) throw notAuthorized('User is disabled.');
  if (user.status === 'UNCONFIRMED') {
    throw new CognitoError('UserNotConfirmedException', 'User is not confirmed.');
  }
  if (user.status === 'RESET_REQUIRED') {
    throw new CognitoError(
      'PasswordResetRequiredException',
      'Password reset required for the user',
    );
  }
  const isTemporary = user.status === 'FORCE_CHANGE_PASSWORD';
  if (isTemporary && nowMs >= user.passwordSetAtMs + pool.policy.temporaryPasswordValidityMs) {
    throw notAuthorized('Temporary password has expired and must be reset by an administrator.');
  }
}

function addFailure(failures: SignInFailures, nowMs: number): SignInFailures {
  const isForgotten = nowMs - failures.lastAtMs >= limits.lockoutMaximumMs;
  const count = isForgotten ? 1 : failures.count + 1;
  const over = count - limits.lockoutStartsAtFailures;
  const lockMs = over < 0 ? 0 : Math.min(1000 * 2 ** over, limits.lockoutMaximumMs);
  return { count, lastAtMs: nowMs, lockedUntilMs: nowMs + lockMs };
}
