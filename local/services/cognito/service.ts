import type { IncomingMessage, ServerResponse } from 'node:http';
import { toError } from '../../errors.ts';
import { CognitoError } from './errors.ts';
import * as http from './http.ts';
import { createInput } from './input.ts';
import { openOperations, signedOperations } from './operations.ts';
import { openPool, type Pool } from './pool.ts';
import { requireSigned } from './require-signed.ts';
import { operationName } from './route.ts';
import { seedUser, type UserSeed } from './seed-user.ts';
import { answerWellKnown } from './well-known.ts';
import type { Clock, Log } from '../../host.ts';
import type { JsonWebKeyWithId } from '../appsync/types.ts';
import type { Authorize } from '../aws/iam/types.ts';
import type { CredentialStore } from '../aws/credentials.ts';
import type { CognitoContext } from './context.ts';
import type { DeliveredCode, UserPoolConfig } from './types.ts';

/** What the service needs of its surroundings. */
export interface CognitoServiceOptions {
  /** Holds everything that survives a restart; nobody else may write there. */
  readonly directory: string;
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
  readonly credentials: CredentialStore;
  readonly log: Log;
  /** Gets every code and temporary password that Cognito would have sent by e-mail. */
  readonly onCode?: (code: DeliveredCode) => void;
  /** IAM's answer for `Admin...`, `List...` and `Describe...` calls; everything is allowed when absent. */
  readonly authorizer?: Authorize;
}

/** A pool as the rest of the cloud sees it. */
export interface UserPool {
  readonly id: string;
  readonly arn: string;
  /** The `iss` claim of its tokens. */
  readonly issuer: string;
  /** Its public keys. */
  keys(): readonly JsonWebKeyWithId[];
  /** The secret of a client that has one. */
  clientSecret(clientId: string): string | undefined;
  /** Makes a confirmed user; one who exists stays as they are, but joins missing groups. Throws `LocalError`. */
  createUser(seed: UserSeed): { sub: string };
}

export interface CognitoService extends AsyncDisposable {
  /** Answers one request of the user pools API, a preflight or a `/.well-known/` document; never rejects. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Opens the pool, or gives the open one a changed configuration; users and keys stay. */
  createUserPool(config: UserPoolConfig): UserPool;
}

/** The user pools service: state on disk, the JSON 1.1 protocol on the wire. */
export function createCognitoService(options: CognitoServiceOptions): CognitoService {
  const { clock, log } = options;
  const pools = new Map<string, Pool>();
  const context: CognitoContext = {
    pools,
    clock,
    log,
    deliver(code) {
      log.info('cognito would send an e-mail', { ...code });
      options.onCode?.(code);
    },
  };
  const rules = { ...options, authorizer: options.authorizer ?? (() => undefined) };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'OPTIONS') return http.answerPreflight(response);
    if (request.method === 'GET' && answerWellKnown(pools, request, response)) return;
    const name = operationName(request);
    const bytes = await http.readBody(request);
    const operation = openOperations.get(name) ?? signedOperations.get(name);
    if (!operation) throw unknownOperation(name);
    const body = http.parseBody(bytes);
    if (signedOperations.has(name)) {
      const pool = `userpool/${typeof body.UserPoolId === 'string' ? body.UserPoolId : '*'}`;
      const arn = `arn:aws:cognito-idp:${options.region}:${options.accountId}:${pool}`;
      requireSigned(request, bytes, `cognito-idp:${name}`, arn, rules);
    }
    http.answerJson(response, 200, operation(context, createInput(body)));
    log.info('cognito', { operation: name, status: 200 });
  }

  return {
    async handle(request, response) {
      http.setCommonHeaders(response);
      try {
        await answer(request, response);
      } catch (thrown) {
        refuse(request, response, thrown, log);
      }
    },
    createUserPool(config) {
      let pool = pools.get(config.id);
      if (pool) pool.configure(config);
      else pool = openPool(config, { ...options, nowMs: clock.now() });
      pools.set(config.id, pool);
      return publicPool(pool, clock);
    },
    // Every change was on disk before it was answered: there is nothing to finish.
    [Symbol.asyncDispose]: () => Promise.resolve(pools.clear()),
  };
}

function unknownOperation(name: string): CognitoError {
  const what =
    name === '' ? 'The request names no operation' : `The operation ${name} is not known`;
  return new CognitoError('UnknownOperationException', `${what} to this local Cognito.`);
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  thrown: unknown,
  log: Log,
): void {
  const operation = operationName(request);
  if (response.headersSent || (request.destroyed && !request.complete)) {
    response.destroy(); // the caller has gone: nobody reads an answer
    return;
  }
  if (thrown instanceof CognitoError) {
    log.info('cognito', { operation, status: thrown.status, error: thrown.type });
    http.answerError(response, thrown);
    return;
  }
  log.error('cognito failed', { operation, failure: toError(thrown).stack });
  // documented: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html (InternalErrorException)
  http.answerError(response, new CognitoError('InternalErrorException', 'Internal error.', 500));
}

function publicPool(pool: Pool, clock: Clock): UserPool {
  return {
    id: pool.id,
    arn: pool.arn,
    issuer: pool.issuer,
    keys: () => [pool.idTokenKey.jwk, pool.accessTokenKey.jwk],
    clientSecret: (clientId) => pool.client(clientId)?.secret,
    createUser: (seed) => seedUser(pool, seed, clock.now()),
  };
}
