import { randomUUID } from 'node:crypto';
import { toError } from '../../../errors.ts';
import type { Clock, Log } from '../../../host.ts';
import type { AuthProvider, AuthRefusal, Caller, PresentedCredentials } from '../types.ts';
import { readVerdict, type Verdict } from './lambda-verdict.ts';
import { notAuthorizedToCall } from './refusals.ts';

/** A Lambda authorizer among an API's providers. */
export type LambdaProvider = Extract<AuthProvider, { mode: 'AWS_LAMBDA' }>;

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#aws-lambda-authorization (all facts of this file without a source of their own)
const TIMEOUT_MS = 10_000;
const MAX_CACHED_RESPONSE_BYTES = 1_048_576;
const MAX_REMEMBERED_TOKENS = 1_000;

interface Remembered {
  readonly verdict: Verdict;
  readonly untilMs: number;
}

/** Asks the API's function about a token, and remembers its answer as long as it may. */
export function createLambdaCheck(
  provider: LambdaProvider,
  apiArn: string,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
) {
  const remembered = new Map<string, Remembered>();
  const expression = provider.identityValidationExpression;
  const pattern = expression === undefined ? undefined : new RegExp(expression);

  return async (
    token: string,
    presented: PresentedCredentials,
  ): Promise<{ caller: Caller } | { refusal: AuthRefusal }> => {
    // assumed: worded like every other refusal of the function
    if (pattern && !pattern.test(token)) return { refusal: notAuthorizedToCall };
    const known = remembered.get(token);
    if (known && known.untilMs > clock.now()) return toAuthentication(known.verdict);
    remembered.delete(token);
    const asked = await ask(token, presented);
    if (asked === 'no-permission') return { refusal: notInvocable };
    const { verdict, bytes } = asked;
    const ttlMs = (verdict.ttlSeconds ?? provider.resultTtlSeconds) * 1000;
    if (ttlMs > 0 && bytes < MAX_CACHED_RESPONSE_BYTES) {
      if (remembered.size >= MAX_REMEMBERED_TOKENS) remembered.clear();
      remembered.set(token, { verdict, untilMs: clock.now() + ttlMs });
    }
    return toAuthentication(verdict);
  };

  /** An exception, a time-out and an answer that is none refuse, and are not remembered. */
  async function ask(
    token: string,
    presented: PresentedCredentials,
  ): Promise<{ verdict: Verdict; bytes: number } | 'no-permission'> {
    const refuse = (reason: string) => {
      log.warn('the Lambda authorizer refused a request', { reason });
      return { verdict: { isAuthorized: false, ttlSeconds: 0 } as const, bytes: 0 };
    };
    const abort = new AbortController();
    using _timer = clock.after(TIMEOUT_MS, () =>
      abort.abort(new Error('it took longer than 10 s')),
    );
    try {
      const event = JSON.stringify(authorizerEvent(token, presented, apiArn));
      const answer = await provider.invoke(event, abort.signal);
      if (answer.kind === 'refused' && answer.refusal.errorType === 'AccessDeniedException') {
        refuse(answer.refusal.message);
        return 'no-permission';
      }
      if (answer.kind !== 'completed') return refuse('it could not be invoked');
      if (answer.functionError) return refuse(`it threw: ${answer.payload}`);
      const verdict = readVerdict(answer.payload, apiArn);
      return typeof verdict === 'string'
        ? refuse(verdict)
        : { verdict, bytes: Buffer.byteLength(answer.payload) };
    } catch (thrown) {
      return refuse(toError(thrown).message);
    }
  }
}

// observed: https://github.com/aws/aws-cdk/issues/19239 (the type alone, when the function has no permission for AppSync)
// assumed: the status; an empty text where the service has no message
const notInvocable: AuthRefusal = { errorType: 'BadRequestException', message: '', status: 400 };

function toAuthentication(verdict: Verdict): { caller: Caller } | { refusal: AuthRefusal } {
  if (!verdict.isAuthorized) return { refusal: notAuthorizedToCall };
  const { resolverContext, deniedFields } = verdict;
  return {
    caller: { mode: 'AWS_LAMBDA', groups: null, deniedFields, identity: { resolverContext } },
  };
}

/** The event of the function. */
// observed: aws-powertools/powertools-lambda-python, tests/events/appSyncAuthorizerEvent.json (keys)
function authorizerEvent(
  token: string,
  { headers, signed }: PresentedCredentials,
  apiArn: string,
): Record<string, unknown> {
  const isConnect = signed.path === '/graphql/connect';
  const { query, operationName, variables } = isConnect ? CONNECT : readOperation(signed.body);
  return {
    authorizationToken: token,
    requestContext: {
      apiId: apiArn.split('/')[1] ?? '',
      accountId: apiArn.split(':')[4] ?? '',
      requestId: randomUUID(),
      queryString: query,
      operationName,
      variables,
    },
    requestHeaders: headers,
  };
}

// documented: the same page (the name for the handshake of a realtime connection; there is no query)
// assumed: the query is an empty text and the variables an empty object
const CONNECT = { query: '', operationName: 'DeepDish:Connect', variables: {} };

function readOperation(body: string): {
  query: unknown;
  operationName: unknown;
  variables: unknown;
} {
  try {
    const {
      query = '',
      operationName = null,
      variables,
    } = JSON.parse(body) as Record<string, unknown>;
    return { query, operationName, variables: variables ?? {} };
  } catch {
    // A body that cannot be read is refused after this, in the words for that.
    return { query: '', operationName: null, variables: {} };
  }
}
