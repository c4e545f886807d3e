import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalError } from '../../errors.ts';
import type { StoredSigningKey } from './signing-key.ts';
import type { StoredUser } from './types.ts';

/** What belongs to the pool as a whole. */
export interface StoredPool {
  readonly createdAtMs: number;
  readonly accessTokenKey: StoredSigningKey;
  readonly idTokenKey: StoredSigningKey;
  /** 32 bytes, base64: seals challenges and simulates users who do not exist. */
  readonly sealingKey: string;
  /** By client id. */
  readonly clientSecrets: Readonly<Record<string, string>>;
}

/** One pool's files: `pool.json` and `users/<sub>.json`. A kill at any moment leaves each file old or new, never half. */
export interface PoolFiles {
  readPool(): StoredPool | undefined;
  writePool(pool: StoredPool): void;
  readUsers(): StoredUser[];
  writeUser(user: StoredUser): void;
  removeUser(sub: string): void;
}

const temporarySuffix = '.tmp';
// They hold private keys and password verifiers.
const ownerOnly = 0o600;

/** Opens (and makes, if need be) the folder of one pool. */
export function openPoolFiles(directory: string, poolId: string): PoolFiles {
  const poolFile = join(directory, poolId, 'pool.json');
  const usersDirectory = join(directory, poolId, 'users');
  const userFile = (sub: string): string => join(usersDirectory, `${sub}.json`);
  mkdirSync(usersDirectory, { recursive: true });
  return {
    readPool: () => readJson<StoredPool>(poolFile, `pool ${poolId}`),
    writePool: (pool) => writeAtomically(poolFile, pool),
    readUsers() {
      const names = readdirSync(usersDirectory);
      for (const name of names.filter((name) => name.endsWith(temporarySuffix))) {
        rmSync(join(usersDirectory, name)); // a kill came between write and rename
      }
      return names
        .filter((name) => name.endsWith('.json'))
        .map((name) => readJson<StoredUser>(join(usersDirectory, name), `user ${name}`))
        .filter((user) => user !== undefined);
    },
    writeUser: (user) => writeAtomically(userFile(user.sub), user),
    removeUser: (sub) => rmSync(userFile(sub), { force: true }),
  };
}

/** No fsync: the promise is to survive a killed process, not a power cut. */
function writeAtomically(file: string, content: unknown): void {
  const temporary = file + temporarySuffix;
  writeFileSync(temporary, JSON.stringify(content), { mode: ownerOnly });
  renameSync(temporary, file);
}

function readJson<T>(file: string, what: string): T | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    const advice = 'was changed by hand or is damaged: start with --fresh';
    throw new LocalError('ERR_INTERNAL', `the Cognito state of ${what} ${advice}`, { cause });
  }
}
