import { LocalError, toError } from '../../errors.ts';
import { requirePolicy } from './password-policy.ts';
import { createUserRecord } from './users.ts';
import type { Pool } from './pool.ts';

/** A user to be there from the start; where people sign in by e-mail, `email` and `username` mean the same. */
export interface UserSeed {
  readonly email?: string;
  readonly username?: string;
  readonly password: string;
  readonly groups?: readonly string[];
  /** A fixed id, so that rows written earlier still belong to the user. */
  readonly sub?: string;
}

/** Makes a confirmed user; one who exists stays as they are, but joins missing groups. Throws `LocalError`. */
export function seedUser(pool: Pool, seed: UserSeed, nowMs: number): { sub: string } {
  const { password, groups = [], sub } = seed;
  const byEmail = pool.config.usernameAttributes.includes('email');
  const login = byEmail ? (seed.email ?? seed.username) : seed.username;
  const email = byEmail ? login : seed.email;
  if (!login) {
    const wanted = byEmail ? 'an email' : 'a username';
    throw new LocalError('ERR_OPTION', `a user of pool ${pool.id} needs ${wanted}`);
  }
  const unknown = groups.find((name) => !pool.hasGroup(name));
  if (unknown) throw seedError(login, `no group ${unknown} in the template`);
  const existing = pool.findUser(login);
  if (existing) {
    const missing = groups.filter((name) => !existing.groups.includes(name));
    if (missing.length > 0) pool.save({ ...existing, groups: [...existing.groups, ...missing] });
    return { sub: existing.sub };
  }
  // It names a file.
  if (sub !== undefined && !/^[0-9a-zA-Z-]{1,64}$/.test(sub)) {
    throw seedError(login, 'sub must be 1 to 64 letters, digits and hyphens');
  }
  if (sub !== undefined && pool.findBySub(sub)) {
    throw seedError(login, `sub ${sub} is another user's: choose another, or start with --fresh`);
  }
  const attributes: Record<string, string> = email ? { email, email_verified: 'true' } : {};
  try {
    requirePolicy(password, pool.policy, 'signUp');
  } catch (cause) {
    throw seedError(login, toError(cause).message, { cause });
  }
  const status = 'CONFIRMED';
  const user = createUserRecord(pool, { login, password, status, attributes, groups, sub }, nowMs);
  return { sub: pool.save(user).sub };
}

function seedError(login: string, message: string, options?: ErrorOptions): LocalError {
  return new LocalError('ERR_OPTION', `user ${login}: ${message}`, options);
}
