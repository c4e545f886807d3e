/** What an administrator with AWS credentials does with users. */
import { randomBytes } from 'node:crypto';
import { attributeList, isEmail, requireWritable } from '../attributes.ts';
import { requirePool, type CognitoContext, type Operation } from '../context.ts';
import { CognitoError, invalidParameter, notAuthorized, userNotFound } from '../errors.ts';
import { requirePolicy } from '../password-policy.ts';
import {
  createUserRecord,
  requireFreeLogin,
  withAttributes,
  withoutSessions,
  withPassword,
} from '../users.ts';
import type { Input } from '../input.ts';
import type { Pool } from '../pool.ts';
import type { StoredUser } from '../types.ts';

/** Creates a user with a temporary password, which is sent unless `MessageAction` is `SUPPRESS`. */
export const adminCreateUser: Operation = (context, input) => {
  const pool = requirePool(context, input);
  const login = input.text('Username');
  const attributes = input.attributes('UserAttributes');
  const action = input.optionalText('MessageAction');
  const byEmail = pool.config.usernameAttributes.includes('email');
  if (byEmail && !isEmail(login)) throw invalidParameter('Username should be an email.');
  requireWritable(attributes, pool.config.customAttributes ?? [], 'administrator', 'create');
  const password = input.optionalText('TemporaryPassword') ?? createTemporaryPassword();
  requirePolicy(password, pool.policy, 'adminCreate');
  const nowMs = context.clock.now();
  const status = 'FORCE_CHANGE_PASSWORD';
  let user: StoredUser;
  if (action === 'RESEND') {
    const existing = requireUserNamed(pool, login);
    if (existing.status !== status) {
      // documented: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html (the type; assumed: the words)
      throw new CognitoError(
        'UnsupportedUserStateException',
        `Resend not possible. ${login} status is not FORCE_CHANGE_PASSWORD`,
      );
    }
    user = withPassword(pool, existing, password, status, nowMs);
  } else {
    requireFreeLogin(pool, login, true);
    user = createUserRecord(pool, { login, password, status, attributes }, nowMs);
  }
  pool.save(user);
  if (action !== 'SUPPRESS') sendTemporaryPassword(context, pool, user, password);
  return { User: describeUser(user, 'Attributes') };
};

/** Sets a password: for good, or (by default) one to be replaced at the next sign-in. */
export const adminSetUserPassword: Operation = (context, input) => {
  const { pool, user } = requireUser(context, input);
  const password = input.text('Password');
  requirePolicy(password, pool.policy, 'change');
  const status = input.optionalFlag('Permanent') ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD';
  pool.save(withPassword(pool, user, password, status, context.clock.now()));
  return {};
};

/** A user's state and attributes. */
export const adminGetUser: Operation = (context, input) =>
  describeUser(requireUser(context, input).user, 'UserAttributes');

/** Changes attributes without asking the user; a changed address counts as unverified unless said otherwise. */
export const adminUpdateUserAttributes: Operation = (context, input) => {
  const { pool, user } = requireUser(context, input);
  const changes = input.attributes('UserAttributes');
  requireWritable(changes, pool.config.customAttributes ?? [], 'administrator', 'update');
  pool.save(withAttributes(pool, user, changes, context.clock.now()).user);
  return {};
};

/** Deletes a user and, with them, every session. */
export const adminDeleteUser: Operation = (context, input) => {
  const { pool, user } = requireUser(context, input);
  pool.remove(user);
  return {};
};

/** Confirms a registration without its code. */
export const adminConfirmSignUp: Operation = (context, input) => {
  const { pool, user } = requireUser(context, input);
  if (user.status !== 'UNCONFIRMED') {
    // assumed: the words of ConfirmSignUp
    throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
  }
  pool.save({ ...user, status: 'CONFIRMED', modifiedAtMs: context.clock.now() });
  return {};
};

/** Lets a user sign in again. */
export const adminEnableUser: Operation = (context, input) => {
  const { pool, user } = requireUser(context, input);
  pool.save({ ...user, enabled: true, modifiedAtMs: context.clock.now() });
  return {};
};

/**
 * Keeps a user from signing in and ends their sessions.
 * documented: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDisableUser.html
 */
export const adminDisableUser: Operation = (context, input) => {
  const { pool, user } = requireUser(context, input);
  pool.save({ ...withoutSessions(user), enabled: false, modifiedAtMs: context.clock.now() });
  return {};
};

/** Ends every session of a user. */
export const adminUserGlobalSignOut: Operation = (context, input) => {
  const { pool, user } = requireUser(context, input);
  pool.save(withoutSessions(user));
  return {};
};

/** The user of the request's `UserPoolId` and `Username`. */
export function requireUser(
  context: CognitoContext,
  input: Input,
): { pool: Pool; user: StoredUser } {
  const pool = requirePool(context, input);
  return { pool, user: requireUserNamed(pool, input.text('Username')) };
}

/** A user as the administrator's API shows one; the attribute list goes by two names there. */
export function describeUser(
  user: StoredUser,
  attributesMember: 'Attributes' | 'UserAttributes',
): object {
  return {
    Username: user.username,
    [attributesMember]: attributeList(user),
    UserCreateDate: user.createdAtMs / 1000,
    UserLastModifiedDate: user.modifiedAtMs / 1000,
    Enabled: user.enabled,
    UserStatus: user.status,
  };
}

function requireUserNamed(pool: Pool, login: string): StoredUser {
  const user = pool.findUser(login);
  if (!user) throw userNotFound();
  return user;
}

/** Fits any policy: 16 random characters and one of each kind. */
function createTemporaryPassword(): string {
  return `${randomBytes(12).toString('base64url')}aA1!`;
}

function sendTemporaryPassword(
  context: CognitoContext,
  pool: Pool,
  user: StoredUser,
  password: string,
): void {
  const destination = user.attributes.email;
  if (!destination) return;
  context.deliver({
    poolId: pool.id,
    username: user.username,
    destination,
    purpose: 'TEMPORARY_PASSWORD',
    code: password,
  });
}
