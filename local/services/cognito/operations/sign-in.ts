import {
  createNewPasswordChallenge,
  createSrpChallenge,
  openSecretBlock,
  requireNewPasswordSession,
  type Challenge,
} from '../challenges.ts';
import { requireFlow } from '../auth-flows.ts';
import { requireSecretHash } from '../client-secret.ts';
import {
  requireClient,
  requireClientOf,
  requirePool,
  type CognitoContext,
  type Operation,
} from '../context.ts';
import { incorrectPassword, invalidParameter, notAuthorized, userNotFound } from '../errors.ts';
import { requirePolicy } from '../password-policy.ts';
import { requireCorrectPassword, requireSignInAllowed } from '../sign-in-attempt.ts';
import { isValidSrpA, matchesPassword, provesPassword } from '../srp.ts';
import { startSession, type AuthenticationResult } from '../tokens.ts';
import { withPassword } from '../users.ts';
import { refresh } from './refresh.ts';
import type { Input } from '../input.ts';
import type { Pool, PoolClient } from '../pool.ts';
import type { StoredUser } from '../types.ts';

/** Starts a sign-in for a client application. */
export const initiateAuth: Operation = (context, input) => {
  const { pool, client } = requireClient(context, input);
  const flow = input.text('AuthFlow');
  if (flow.startsWith('ADMIN_')) throw notForThisDoor();
  return initiate({ context, pool, client, input, parameters: input.textMap('AuthParameters') });
};

/** Starts a sign-in for a server with AWS credentials. */
export const adminInitiateAuth: Operation = (context, input) => {
  const pool = requirePool(context, input);
  const client = requireClientOf(pool, input);
  const flow = input.text('AuthFlow');
  if (flow === 'USER_PASSWORD_AUTH') throw notForThisDoor();
  return initiate({ context, pool, client, input, parameters: input.textMap('AuthParameters') });
};

/** Answers a challenge for a client application. */
export const respondToAuthChallenge: Operation = (context, input) => {
  const { pool, client } = requireClient(context, input);
  return respond({ context, pool, client, input, parameters: input.textMap('ChallengeResponses') });
};

/** Answers a challenge for a server with AWS credentials. */
export const adminRespondToAuthChallenge: Operation = (context, input) => {
  const pool = requirePool(context, input);
  const client = requireClientOf(pool, input);
  return respond({ context, pool, client, input, parameters: input.textMap('ChallengeResponses') });
};

interface Step {
  readonly context: CognitoContext;
  readonly pool: Pool;
  readonly client: PoolClient;
  readonly input: Input;
  readonly parameters: Readonly<Record<string, string>>;
}

type StepResult =
  Challenge | { AuthenticationResult: AuthenticationResult; ChallengeParameters: object };

function initiate(step: Step): StepResult {
  const flow = step.input.text('AuthFlow');
  requireFlow(step.client, flow);
  switch (flow) {
    case 'USER_SRP_AUTH':
      return beginSrp(step);
    case 'USER_PASSWORD_AUTH':
    case 'ADMIN_USER_PASSWORD_AUTH':
    case 'ADMIN_NO_SRP_AUTH':
      return checkPassword(step);
    default: {
      const token = requireParameter(step.parameters, 'REFRESH_TOKEN');
      const result = refresh(step.context, step.pool, step.client, token, (user) =>
        requireSecretHash(step.client, step.parameters.SECRET_HASH, loginsOf(user)),
      );
      return { AuthenticationResult: result, ChallengeParameters: {} };
    }
  }
}

function beginSrp({ context, pool, client, parameters }: Step): StepResult {
  const login = requireParameter(parameters, 'USERNAME');
  const srpA = requireParameter(parameters, 'SRP_A');
  requireSecretHash(client, parameters.SECRET_HASH, [login]);
  // assumed: the words; that such a number is refused is part of SRP-6a.
  if (!isValidSrpA(srpA)) throw invalidParameter('Invalid SRP_A');
  const user = pool.findUser(login);
  if (!user && client.preventUserExistenceErrors !== 'ENABLED') throw userNotFound();
  return createSrpChallenge(pool, client, { login, srpA, user, nowMs: context.clock.now() });
}

function checkPassword(step: Step): StepResult {
  const { context, pool, client, parameters } = step;
  const login = requireParameter(parameters, 'USERNAME');
  const password = requireParameter(parameters, 'PASSWORD');
  requireSecretHash(client, parameters.SECRET_HASH, [login]);
  const user = pool.findUser(login);
  if (!user) {
    throw client.preventUserExistenceErrors === 'ENABLED' ? incorrectPassword() : userNotFound();
  }
  requireCorrectPassword(pool, user, context.clock.now(), () =>
    matchesPassword(pool.id, user.username, password, user),
  );
  return finish(step, user);
}

function respond(step: Step): StepResult {
  const name = step.input.text('ChallengeName');
  switch (name) {
    case 'PASSWORD_VERIFIER':
      return verifySrp(step);
    case 'NEW_PASSWORD_REQUIRED':
      return setNewPassword(step);
    default:
      throw invalidParameter(`Challenge ${name} is not supported by this local Cognito.`);
  }
}

function verifySrp(step: Step): StepResult {
  const { context, pool, client, parameters } = step;
  const nowMs = context.clock.now();
  const login = requireParameter(parameters, 'USERNAME');
  const secretBlock = requireParameter(parameters, 'PASSWORD_CLAIM_SECRET_BLOCK');
  const signature = requireParameter(parameters, 'PASSWORD_CLAIM_SIGNATURE');
  const timestamp = requireParameter(parameters, 'TIMESTAMP');
  requireTimestamp(timestamp);
  const state = openSecretBlock(pool, client, secretBlock, nowMs);
  const user = state?.sub ? pool.findBySub(state.sub) : undefined;
  requireSecretHash(client, parameters.SECRET_HASH, user ? loginsOf(user) : [login]);
  if (!state || !user || pool.findUser(login) !== user) throw incorrectPassword();
  const { verifier } = user;
  requireCorrectPassword(pool, user, nowMs, () =>
    provesPassword({ poolId: pool.id, ...state, verifier, secretBlock, timestamp, signature }),
  );
  return finish(step, user);
}

function setNewPassword({ context, pool, client, input, parameters }: Step): StepResult {
  const nowMs = context.clock.now();
  const login = requireParameter(parameters, 'USERNAME');
  const password = requireParameter(parameters, 'NEW_PASSWORD');
  const user = requireNewPasswordSession(pool, client, input.text('Session'), nowMs);
  requireSecretHash(client, parameters.SECRET_HASH, [...loginsOf(user), login]);
  if (pool.findUser(login) !== user) throw notAuthorized('Invalid session provided for the user.');
  requireSignInAllowed(pool, user, nowMs);
  requirePolicy(password, pool.policy, 'change');
  const changed = withPassword(pool, user, password, 'CONFIRMED', nowMs);
  return signedIn(startSession(pool, client, changed, nowMs));
}

function finish({ context, pool, client }: Step, user: StoredUser): StepResult {
  const nowMs = context.clock.now();
  requireSignInAllowed(pool, user, nowMs);
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
    return createNewPasswordChallenge(pool, client, user, nowMs);
  }
  return signedIn(startSession(pool, client, user, nowMs));
}

function signedIn(result: AuthenticationResult): StepResult {
  return { AuthenticationResult: result, ChallengeParameters: {} };
}

function loginsOf(user: StoredUser): string[] {
  const { email } = user.attributes;
  return [user.username, ...(email ? [email] : [])];
}

// observed: https://github.com/soto-project/soto-cognito-authentication-kit/issues/10
function notForThisDoor(): Error {
  return invalidParameter('Initiate Auth method not supported.');
}

function requireParameter(parameters: Readonly<Record<string, string>>, name: string): string {
  const value = parameters[name];
  // observed: https://github.com/amazon-archives/amazon-cognito-identity-js/issues/365
  if (!value) throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}

function requireTimestamp(timestamp: string): void {
  // observed: https://github.com/amazon-archives/amazon-cognito-identity-js/issues/683 (the words) and https://github.com/NabuCasa/pycognito, whose client must strip the day's leading zero
  const format = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [1-9]\d? \d{2}:\d{2}:\d{2} UTC \d{4}$/;
  if (format.test(timestamp)) return;
  throw invalidParameter('TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.');
}
