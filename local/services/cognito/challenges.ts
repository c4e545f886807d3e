import { createHash, createHmac } from 'node:crypto';
import { attributeList } from './attributes.ts';
import { notAuthorized } from './errors.ts';
import { limits } from './limits.ts';
import { seal, unseal } from './sealed.ts';
import { createEphemeral } from './srp.ts';
import type { Pool, PoolClient } from './pool.ts';
import type { StoredUser } from './types.ts';

/** A challenge response of InitiateAuth or RespondToAuthChallenge. */
export interface Challenge {
  readonly ChallengeName: string;
  readonly ChallengeParameters: Readonly<Record<string, string>>;
  readonly Session?: string;
}

/** What a SECRET_BLOCK carries for the answer to PASSWORD_VERIFIER. */
export interface SrpState {
  /** Absent: the user does not exist and whatever the answer, it is wrong. */
  readonly sub?: string;
  readonly username: string;
  readonly clientId: string;
  readonly srpA: string;
  readonly b: string;
  readonly expiresAtMs: number;
}

interface NewPasswordState {
  readonly sub: string;
  readonly clientId: string;
  /** A session is spent once the password it stands for was changed. */
  readonly passwordSetAtMs: number;
  readonly expiresAtMs: number;
}

/** The SRP challenge for a user; `user` undefined simulates one, the same for the same name, as RFC 5054 advises. */
export function createSrpChallenge(
  pool: Pool,
  client: PoolClient,
  attempt: { login: string; srpA: string; user: StoredUser | undefined; nowMs: number },
): Challenge {
  const { user, login, srpA, nowMs } = attempt;
  const { username, salt, verifier } = user ?? simulateUser(pool, login);
  const { b, srpB } = createEphemeral(verifier);
  const expiresAtMs = nowMs + limits.challengeValidityMs;
  const state: SrpState = { sub: user?.sub, username, clientId: client.id, srpA, b, expiresAtMs };
  return {
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeParameters: {
      SALT: salt,
      SECRET_BLOCK: seal(pool.sealingKey, 'srp', state),
      SRP_B: srpB,
      USERNAME: username,
      USER_ID_FOR_SRP: username,
    },
  };
}

/** What `secretBlock` carries; undefined when it is not one this pool gave this client in the last 3 minutes. */
export function openSecretBlock(
  pool: Pool,
  client: PoolClient,
  secretBlock: string,
  nowMs: number,
): SrpState | undefined {
  const state = unseal(pool.sealingKey, 'srp', secretBlock) as SrpState | undefined;
  return state?.clientId === client.id && nowMs < state.expiresAtMs ? state : undefined;
}

/** Asks a user with a temporary password for their own. */
export function createNewPasswordChallenge(
  pool: Pool,
  client: PoolClient,
  user: StoredUser,
  nowMs: number,
): Challenge {
  const { sub, passwordSetAtMs } = user;
  const expiresAtMs = nowMs + limits.challengeValidityMs;
  const state: NewPasswordState = { sub, clientId: client.id, passwordSetAtMs, expiresAtMs };
  const attributes = attributeList(user).filter(({ Name }) => Name !== 'sub');
  return {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session: seal(pool.sealingKey, 'new-password', state),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: '[]',
      userAttributes: JSON.stringify(
        Object.fromEntries(attributes.map(({ Name, Value }) => [Name, Value])),
      ),
    },
  };
}

/** The user a NEW_PASSWORD_REQUIRED session was made for. */
export function requireNewPasswordSession(
  pool: Pool,
  client: PoolClient,
  session: string,
  nowMs: number,
): StoredUser {
  const state = unseal(pool.sealingKey, 'new-password', session) as NewPasswordState | undefined;
  const user = state?.clientId === client.id ? pool.findBySub(state.sub) : undefined;
  // observed: https://github.com/aws-amplify/amplify-flutter/issues/4890
  if (!state || !user) throw notAuthorized('Invalid session provided for the user.');
  // assumed: the words clients match on; that a spent session is told like an expired one
  if (nowMs >= state.expiresAtMs || user.passwordSetAtMs !== state.passwordSetAtMs) {
    throw notAuthorized('Invalid session for the user, session is expired.');
  }
  return user;
}

// documented: https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html (same salt and UUID for the same name and pool)
function simulateUser(
  pool: Pool,
  login: string,
): { username: string; salt: string; verifier: string } {
  const digest = createHmac('sha256', pool.sealingKey).update(login).digest();
  const hex = digest.toString('hex');
  const variant = ((digest.readUInt8(8) & 0x3f) | 0x80).toString(16);
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`];
  const username = [...parts, variant + hex.slice(18, 20), hex.slice(20, 32)].join('-');
  const salt = createHash('sha256').update(digest).digest('hex').slice(0, 32);
  // Any number will do: nobody knows a password for it.
  return { username, salt, verifier: hex };
}
