import type { StoredSession, StoredUser, UserPoolConfig } from './types.ts';

/** A pool's users in memory, found by `sub`, by what they sign in with, and by refresh token. */
export interface UserIndex {
  users(): Iterable<StoredUser>;
  findBySub(sub: string): StoredUser | undefined;
  findByLogin(login: string): StoredUser | undefined;
  findByRefreshTokenHash(hash: string): { user: StoredUser; session: StoredSession } | undefined;
  /** Adds or replaces. */
  put(user: StoredUser): void;
  drop(sub: string): void;
  /** Makes every login key anew: the configuration says what a login is. */
  rebuild(): void;
}

/** An empty index; reads `config` whenever keys are made. */
export function createUserIndex(config: () => UserPoolConfig): UserIndex {
  const bySub = new Map<string, StoredUser>();
  const subByLogin = new Map<string, string>();
  const subByTokenHash = new Map<string, string>();

  const keyOf = (login: string): string =>
    (config().caseSensitive ?? true) ? login : login.toLowerCase();

  const loginsOf = (user: StoredUser): string[] => {
    const { email } = user.attributes;
    const byEmail = config().usernameAttributes.includes('email');
    // documented: https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html (sub finds a user as the username does)
    return [user.username, user.sub, ...(byEmail && email ? [email] : [])].map(keyOf);
  };

  const drop = (sub: string): void => {
    const user = bySub.get(sub);
    if (!user) return;
    bySub.delete(sub);
    for (const key of loginsOf(user)) subByLogin.delete(key);
    for (const session of user.sessions) subByTokenHash.delete(session.refreshTokenHash);
  };

  const put = (user: StoredUser): void => {
    drop(user.sub);
    bySub.set(user.sub, user);
    for (const key of loginsOf(user)) subByLogin.set(key, user.sub);
    for (const session of user.sessions) subByTokenHash.set(session.refreshTokenHash, user.sub);
  };

  const findBySub = (sub: string): StoredUser | undefined => bySub.get(sub);

  return {
    users: () => bySub.values(),
    findBySub,
    findByLogin: (login) => findBySub(subByLogin.get(keyOf(login)) ?? ''),
    findByRefreshTokenHash(hash) {
      const user = findBySub(subByTokenHash.get(hash) ?? '');
      const session = user?.sessions.find(({ refreshTokenHash }) => refreshTokenHash === hash);
      return user && session && { user, session };
    },
    put,
    drop,
    rebuild() {
      const users = [...bySub.values()];
      subByLogin.clear();
      users.forEach(put);
    },
  };
}
