/** What signed-in users do with their own account, by access token. */
import { requireAccessToken } from '../access-token.ts';
import { attributeList, requireWritable } from '../attributes.ts';
import { createDelivery, requireCode } from '../codes.ts';
import { invalidParameter } from '../errors.ts';
import { requirePolicy } from '../password-policy.ts';
import { requireCorrectPassword } from '../sign-in-attempt.ts';
import { matchesPassword } from '../srp.ts';
import { withAttributes, withoutSessions, withPassword } from '../users.ts';
import type { CognitoContext, Operation } from '../context.ts';
import type { Input } from '../input.ts';
import type { Pool } from '../pool.ts';
import type { StoredUser } from '../types.ts';

/** The caller's username and attributes. */
export const getUser: Operation = (context, input) => {
  const { user } = caller(context, input);
  return { Username: user.username, UserAttributes: attributeList(user) };
};

/** Changes the caller's attributes; a new e-mail address is unverified until its code comes back. */
export const updateUserAttributes: Operation = (context, input) => {
  const { pool, user } = caller(context, input);
  const changes = input.attributes('UserAttributes');
  requireWritable(changes, pool.config.customAttributes ?? [], 'user', 'update');
  const { user: changed, isNewEmail } = withAttributes(pool, user, changes, context.clock.now());
  const delivery = isNewEmail ? createDelivery(context, pool, changed, 'VERIFY_EMAIL') : undefined;
  pool.save(delivery?.user ?? changed);
  delivery?.send();
  return { CodeDeliveryDetailsList: delivery ? [delivery.details] : [] };
};

/** Sends a code to the caller's e-mail address. */
export const getUserAttributeVerificationCode: Operation = (context, input) => {
  const { pool, user } = caller(context, input);
  requireEmailAttribute(input);
  const delivery = createDelivery(context, pool, user, 'VERIFY_EMAIL');
  if (!delivery) throw invalidParameter('User does not have an email address.');
  pool.save(delivery.user);
  delivery.send();
  return { CodeDeliveryDetails: delivery.details };
};

/** Marks the caller's e-mail address as verified. */
export const verifyUserAttribute: Operation = (context, input) => {
  const { pool, user } = caller(context, input);
  requireEmailAttribute(input);
  const nowMs = context.clock.now();
  const checked = requireCode(user, 'VERIFY_EMAIL', input.text('Code'), nowMs);
  const attributes = { ...user.attributes, email_verified: 'true' };
  pool.save({ ...checked, attributes, modifiedAtMs: nowMs });
  return {};
};

/** Replaces the caller's password; other sessions go on, as in Cognito. */
export const changePassword: Operation = (context, input) => {
  const { pool, user } = caller(context, input);
  const previous = input.text('PreviousPassword');
  const proposed = input.text('ProposedPassword');
  const nowMs = context.clock.now();
  requirePolicy(proposed, pool.policy, 'change');
  requireCorrectPassword(pool, user, nowMs, () =>
    matchesPassword(pool.id, user.username, previous, user),
  );
  pool.save(withPassword(pool, user, proposed, 'CONFIRMED', nowMs));
  return {};
};

/**
 * Ends every session of the caller.
 * documented: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GlobalSignOut.html
 */
export const globalSignOut: Operation = (context, input) => {
  const { pool, user } = caller(context, input);
  pool.save(withoutSessions(user));
  return {};
};

/** Deletes the caller. */
export const deleteUser: Operation = (context, input) => {
  const { pool, user } = caller(context, input);
  pool.remove(user);
  return {};
};

function caller(context: CognitoContext, input: Input): { pool: Pool; user: StoredUser } {
  return requireAccessToken(context, input.text('AccessToken'));
}

function requireEmailAttribute(input: Input): void {
  const name = input.text('AttributeName');
  if (name !== 'email') throw invalidParameter(`Attribute ${name} cannot be verified.`);
}
