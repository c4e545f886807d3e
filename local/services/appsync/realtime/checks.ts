import { toError } from '../../../errors.ts';
import type { Log } from '../../../host.ts';
import type {
  AcceptedSubscription,
  AppSyncError,
  Authenticator,
  GraphqlEngine,
  GraphqlRequest,
} from '../types.ts';
import { isRecord } from './authorization.ts';
import type { ConnectionRefusal, StartFrame } from './frames.ts';
import type { Handshake } from './handshake.ts';

/** Whom a connection and its subscriptions are checked by. */
export interface CheckParts {
  readonly engine: Pick<GraphqlEngine, 'subscribe'>;
  readonly authenticator: Authenticator;
  readonly log: Log;
}

/** Checks the credentials of an upgrade request: undefined when they are good. Never throws. */
export async function checkHandshake(
  { credentials, sourceIp }: Handshake,
  { authenticator, log }: CheckParts,
): Promise<ConnectionRefusal | undefined> {
  if ('refusal' in credentials) return credentials.refusal;
  try {
    const checked = await authenticator.authenticate({
      headers: credentials.headers,
      sourceIp,
      // documented: https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html
      signed: { method: 'POST', path: '/graphql/connect', body: '{}' },
    });
    return 'refusal' in checked ? checked.refusal : undefined;
  } catch (thrown) {
    log.error('connection check failed', { error: toError(thrown).message });
    return { ...INTERNAL_FAILURE, status: 500 };
  }
}

/**
 * Checks one `start`: its own credentials, whatever the connection's were, then its document.
 * Never throws: failures of ours are logged and come back as an error without details.
 */
export async function checkStart(
  frame: StartFrame,
  handshake: Handshake,
  signal: AbortSignal,
  { engine, authenticator, log }: CheckParts,
): Promise<{ accepted: AcceptedSubscription } | { errors: readonly AppSyncError[] }> {
  const operation = readOperation(frame.payloadText);
  if (!operation) return { errors: [UNPARSABLE] };
  try {
    const checked = await authenticator.authenticate({
      headers: frame.authorization,
      sourceIp: handshake.sourceIp,
      // documented: https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html
      signed: { method: 'POST', path: '/graphql', body: frame.payloadText },
      ...(operation.operationName ? { operationName: operation.operationName } : {}),
    });
    if ('refusal' in checked) {
      const { errorType, message } = checked.refusal;
      return { errors: [{ errorType, message }] };
    }
    // assumed: resolvers see the upgrade request's headers, and over them those of the start
    const headers = { ...handshake.requestHeaders, ...frame.authorization };
    return await engine.subscribe({ ...operation, caller: checked.caller, headers, signal });
  } catch (thrown) {
    // Who stopped the subscription gets no answer but `complete`, so there is nothing to report.
    if (!signal.aborted)
      log.error('start failed', { id: frame.id, error: toError(thrown).message });
    return { errors: [INTERNAL_FAILURE] };
  }
}

// assumed: HTTP's words for the same fault, in the class clients have reported
const UNPARSABLE: AppSyncError = {
  errorType: 'BadRequestException',
  message: 'Unable to parse GraphQL query.',
};

// assumed: AWS's usual words for a fault of its own
const INTERNAL_FAILURE = {
  errorType: 'InternalFailure',
  message: 'An internal failure occurred.',
};

type Operation = Pick<GraphqlRequest, 'query' | 'variables' | 'operationName'>;

function readOperation(payloadText: string): Operation | undefined {
  let operation: unknown;
  try {
    operation = JSON.parse(payloadText);
  } catch {
    return undefined;
  }
  if (!isRecord(operation) || typeof operation['query'] !== 'string') return undefined;
  const { query, variables, operationName } = operation;
  return {
    query,
    variables: isRecord(variables) ? variables : null,
    operationName: typeof operationName === 'string' ? operationName : null,
  };
}
