/** Steps that several operations take with a stored user. None changes its argument. */
import { randomInt, randomUUID } from 'node:crypto';
import { CognitoError } from './errors.ts';
import { createVerifier } from './srp.ts';
import type { Pool } from './pool.ts';
import type { StoredUser, UserStatus } from './types.ts';

/** What a new user starts from. */
export interface NewUser {
  /** What was typed: an e-mail address, or a chosen name. */
  readonly login: string;
  readonly password: string;
  readonly status: UserStatus;
  readonly attributes: Readonly<Record<string, string>>;
  readonly groups?: readonly string[];
  readonly sub?: string;
}

/** A user record, not yet saved. In a pool that signs in by e-mail the username is the `sub`, as in Cognito. */
export function createUserRecord(pool: Pool, wanted: NewUser, nowMs: number): StoredUser {
  const sub = wanted.sub ?? randomUUID();
  const byEmail = pool.config.usernameAttributes.includes('email');
  const username = byEmail ? sub : wanted.login;
  return {
    sub,
    username,
    status: wanted.status,
    enabled: true,
    attributes: byEmail ? { ...wanted.attributes, email: wanted.login } : wanted.attributes,
    groups: wanted.groups ?? [],
    ...createVerifier(pool.id, username, wanted.password),
    passwordSetAtMs: nowMs,
    createdAtMs: nowMs,
    modifiedAtMs: nowMs,
    codes: {},
    sessions: [],
    failures: { count: 0, lastAtMs: 0, lockedUntilMs: 0 },
  };
}

/** The user with another password and status; a lockout ends, sessions stay. */
export function withPassword(
  pool: Pool,
  user: StoredUser,
  password: string,
  status: UserStatus,
  nowMs: number,
): StoredUser {
  return {
    ...user,
    ...createVerifier(pool.id, user.username, password),
    status,
    passwordSetAtMs: nowMs,
    modifiedAtMs: nowMs,
    failures: { count: 0, lastAtMs: 0, lockedUntilMs: 0 },
  };
}

/** Throws `UsernameExistsException` when `login` is taken. `byAdministrator` chooses Cognito's wording. */
export function requireFreeLogin(pool: Pool, login: string, byAdministrator: boolean): void {
  if (!pool.findUser(login)) return;
  // observed: https://github.com/localstack/localstack/issues/4465 (a real answer quoted) and https://github.com/jonsaw/amazon-cognito-identity-dart/issues/73
  const byName = byAdministrator ? 'User account already exists' : 'User already exists';
  const byEmail = pool.config.usernameAttributes.includes('email');
  throw new CognitoError(
    'UsernameExistsException',
    byEmail ? 'An account with the given email already exists.' : byName,
  );
}

/** The user with changed attributes; a new e-mail address counts as unverified unless `changes` says otherwise. */
export function withAttributes(
  pool: Pool,
  user: StoredUser,
  changes: Readonly<Record<string, string>>,
  nowMs: number,
): { user: StoredUser; isNewEmail: boolean } {
  const { email } = changes;
  const isNewEmail = email !== undefined && email !== user.attributes.email;
  const holder = isNewEmail ? pool.findUser(email) : undefined;
  if (holder && holder.sub !== user.sub && pool.config.usernameAttributes.includes('email')) {
    // documented: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserAttributes.html (the type; observed: the words)
    const message = 'An account with the given email already exists.';
    throw new CognitoError('AliasExistsException', message);
  }
  const attributes: Record<string, string> = { ...user.attributes };
  if (isNewEmail) attributes.email_verified = 'false';
  Object.assign(attributes, changes);
  return { user: { ...user, attributes, modifiedAtMs: nowMs }, isNewEmail };
}

/** Every session of the user revoked: refresh tokens and the pool's own use of access tokens end. */
export function withoutSessions(user: StoredUser): StoredUser {
  return { ...user, sessions: user.sessions.map((session) => ({ ...session, revoked: true })) };
}

/** Six random digits. */
export function createCode(): string {
  return String(randomInt(1_000_000)).padStart(6, '0');
}

/** `a***@x***`: how Cognito shows where a code went. */
export function maskEmail(email: string): string {
  const [name = '', host = ''] = email.split('@');
  return `${name.slice(0, 1)}***@${host.slice(0, 1)}***`;
}
