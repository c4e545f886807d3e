import type { Clock, Log } from '../../host.ts';
import { resourceNotFound } from './errors.ts';
import type { Input } from './input.ts';
import type { Pool, PoolClient } from './pool.ts';
import type { DeliveredCode } from './types.ts';

/** What every operation works with. */
export interface CognitoContext {
  readonly pools: ReadonlyMap<string, Pool>;
  readonly clock: Clock;
  readonly log: Log;
  /** Hands over what Cognito would have sent by e-mail. */
  deliver(code: DeliveredCode): void;
}

/** One operation: reads its input, changes users, answers. Throws `CognitoError` to refuse. */
export type Operation = (context: CognitoContext, input: Input) => object;

/** The pool of the request's `UserPoolId`. */
export function requirePool({ pools }: CognitoContext, input: Input): Pool {
  const poolId = input.text('UserPoolId');
  const pool = pools.get(poolId);
  // observed: https://github.com/aws/aws-aspnet-cognito-identity-provider/issues/135
  if (!pool) throw resourceNotFound(`User pool ${poolId} does not exist.`);
  return pool;
}

/** The client of the request's `ClientId`, and its pool. */
export function requireClient(
  { pools }: CognitoContext,
  input: Input,
): { pool: Pool; client: PoolClient } {
  const clientId = input.text('ClientId');
  for (const pool of pools.values()) {
    const client = pool.client(clientId);
    if (client) return { pool, client };
  }
  throw unknownClient(clientId);
}

/** The client of the request's `ClientId` inside `pool`. */
export function requireClientOf(pool: Pool, input: Input): PoolClient {
  const clientId = input.text('ClientId');
  const client = pool.client(clientId);
  if (!client) throw unknownClient(clientId);
  return client;
}

// observed: https://github.com/aws/aws-sdk-php/issues/2183
function unknownClient(clientId: string): Error {
  return resourceNotFound(`User pool client ${clientId} does not exist.`);
}
