import { randomBytes } from 'node:crypto';
import { LocalError } from '../../errors.ts';
import { completePolicy } from './password-policy.ts';
import { openPoolFiles, type PoolFiles, type StoredPool } from './pool-files.ts';
import { generateSigningKey, loadSigningKey, type SigningKey } from './signing-key.ts';
import { createUserIndex } from './user-index.ts';
import type {
  PasswordPolicy,
  StoredSession,
  StoredUser,
  UserPoolClientConfig,
  UserPoolConfig,
} from './types.ts';

const sealingKeyBytes = 32;
// assumed: about as long as the console shows; lower-case letters and digits
const secretCharacters = 52;

/** An app client with what Cognito made for it. */
export interface PoolClient extends UserPoolClientConfig {
  readonly secret?: string;
}

/**
 * A user pool with its users. Everything here is synchronous and a change is on disk when it returns, so an
 * operation is one step: no two can interleave, and no answer leaves before its effect is safe from a kill.
 */
export interface Pool {
  readonly id: string;
  readonly config: UserPoolConfig;
  readonly policy: PasswordPolicy;
  /** The `iss` claim. */
  readonly issuer: string;
  readonly arn: string;
  readonly createdAtMs: number;
  readonly accessTokenKey: SigningKey;
  readonly idTokenKey: SigningKey;
  readonly sealingKey: Buffer;
  /** Takes a changed template; users, keys and secrets stay. */
  configure(config: UserPoolConfig): void;
  client(clientId: string): PoolClient | undefined;
  hasGroup(name: string): boolean;
  users(): Iterable<StoredUser>;
  /** By e-mail (if the pool signs in by it), username or `sub`. */
  findUser(login: string): StoredUser | undefined;
  findBySub(sub: string): StoredUser | undefined;
  findByRefreshTokenHash(hash: string): { user: StoredUser; session: StoredSession } | undefined;
  /** Adds or replaces a user. */
  save(user: StoredUser): StoredUser;
  remove(user: StoredUser): void;
}

/** Where and as whom a pool lives. */
export interface PoolPlace {
  readonly directory: string;
  readonly region: string;
  readonly accountId: string;
  readonly nowMs: number;
}

/** Opens a pool; makes its keys the first time. Throws `LocalError` for a configuration this cloud does not have. */
export function openPool(initial: UserPoolConfig, place: PoolPlace): Pool {
  requireSupported(initial);
  const files = openPoolFiles(place.directory, initial.id);
  let stored = files.readPool() ?? createStoredPool(files, place.nowMs);
  let config = initial;
  const index = createUserIndex(() => config);
  for (const user of files.readUsers()) index.put(user);

  const pool: Pool = {
    id: initial.id,
    get config() {
      return config;
    },
    get policy() {
      return completePolicy(config.passwordPolicy);
    },
    // documented: https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
    issuer: `https://cognito-idp.${place.region}.amazonaws.com/${initial.id}`,
    arn: `arn:aws:cognito-idp:${place.region}:${place.accountId}:userpool/${initial.id}`,
    createdAtMs: stored.createdAtMs,
    accessTokenKey: loadSigningKey(stored.accessTokenKey),
    idTokenKey: loadSigningKey(stored.idTokenKey),
    sealingKey: Buffer.from(stored.sealingKey, 'base64'),
    configure(next) {
      requireSupported(next);
      stored = addMissingSecrets(files, stored, next);
      config = next;
      index.rebuild();
    },
    client(clientId) {
      const client = config.clients.find(({ id }) => id === clientId);
      return client?.generateSecret
        ? { ...client, secret: stored.clientSecrets[clientId] }
        : client;
    },
    hasGroup: (name) => config.groups.some((group) => group.name === name),
    users: index.users,
    findUser: index.findByLogin,
    findBySub: index.findBySub,
    findByRefreshTokenHash: index.findByRefreshTokenHash,
    save(user) {
      files.writeUser(user);
      index.put(user);
      return user;
    },
    remove(user) {
      files.removeUser(user.sub);
      index.drop(user.sub);
    },
  };
  pool.configure(initial);
  return pool;
}

function createStoredPool(files: PoolFiles, nowMs: number): StoredPool {
  const stored: StoredPool = {
    createdAtMs: nowMs,
    accessTokenKey: generateSigningKey(),
    idTokenKey: generateSigningKey(),
    sealingKey: randomBytes(sealingKeyBytes).toString('base64'),
    clientSecrets: {},
  };
  files.writePool(stored);
  return stored;
}

function addMissingSecrets(
  files: PoolFiles,
  stored: StoredPool,
  config: UserPoolConfig,
): StoredPool {
  const missing = config.clients.filter(
    ({ id, generateSecret }) => generateSecret && !stored.clientSecrets[id],
  );
  if (missing.length === 0) return stored;
  const added = Object.fromEntries(missing.map(({ id }) => [id, createSecret()]));
  const next = { ...stored, clientSecrets: { ...stored.clientSecrets, ...added } };
  files.writePool(next);
  return next;
}

function createSecret(): string {
  const alphabet = '0123456789abcdefghijklmnopqrstuv'; // 32 characters: every byte maps evenly
  return [...randomBytes(secretCharacters)].map((byte) => alphabet[byte % 32]).join('');
}

function requireSupported({ id, usernameAttributes }: UserPoolConfig): void {
  // documented: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolType.html (Id)
  if (!/^[\w-]+_[0-9a-zA-Z]+$/.test(id) || id.length > 55) {
    throw new LocalError('ERR_OPTION', `${JSON.stringify(id)} is not a user pool id`);
  }
  const unsupported = usernameAttributes.find((attribute) => attribute !== 'email');
  if (unsupported !== undefined) {
    throw new LocalError(
      'ERR_TEMPLATE_UNSUPPORTED',
      `user pool ${id} signs in by ${unsupported}: this cloud knows email and chosen names`,
    );
  }
}
