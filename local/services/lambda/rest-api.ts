import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { toError } from '../../errors.ts';
import type { Log } from '../../host.ts';
import type { Principal } from '../aws/credentials.ts';
import type { Authorize } from '../aws/iam/types.ts';
import { describeFunction } from './function-config.ts';
import { MAX_SYNC_REQUEST_BYTES } from './limits.ts';
import { readBody } from '../aws/request-body.ts';
import {
  accessDenied,
  invalidParameter,
  requestTooLarge,
  serviceException,
  unknownOperation,
} from './refusals.ts';
import type { Authenticate } from './authentication.ts';
import type { FunctionConfig, InvokeOptions, InvokeResult, Refusal } from './types.ts';

export interface RestApiOptions {
  readonly log: Log;
  readonly authenticate: Authenticate;
  readonly authorize: Authorize;
  readonly resolve: (
    nameOrArn: string,
    qualifier?: string,
  ) => { config: FunctionConfig } | { refusal: Refusal };
  readonly functions: () => readonly FunctionConfig[];
  readonly invoke: (
    config: FunctionConfig,
    payload: string,
    options: InvokeOptions,
  ) => Promise<InvokeResult>;
  /** The ARN of every function, for actions that name none. */
  readonly anyFunctionArn: string;
}

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly body: Buffer;
  readonly principal: Principal;
}

type Reply =
  | { readonly refusal: Refusal; readonly requestId?: string }
  | {
      readonly statusCode: number;
      readonly body: string;
      readonly headers?: Record<string, string>;
      readonly requestId?: string;
    };

// documented: https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html
const FUNCTIONS_PATH = /^\/2015-03-31\/functions(?:\/(?<name>[^/]*)(?:\/(?<rest>[^/]+))?)?\/?$/;

/** Serves Lambda's REST API. Never rejects: what goes wrong is an answer. */
export function createRestApi(options: RestApiOptions) {
  return async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let reply: Reply;
    try {
      reply = await answer(request, response);
    } catch (error) {
      if (request.destroyed && !request.complete) return; // the client went away in the middle of its request
      options.log.error('a Lambda request failed', { error: toError(error).stack });
      reply = { refusal: serviceException('An internal error occurred.') };
    }
    send(response, reply);
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<Reply> {
    const body = await readBody(request, MAX_SYNC_REQUEST_BYTES);
    if (!body) return { refusal: requestTooLarge(MAX_SYNC_REQUEST_BYTES) };
    const authenticated = options.authenticate(request, body);
    if ('refusal' in authenticated) return authenticated;
    const url = new URL(`http://localhost${request.url ?? '/'}`);
    return route({ request, response, url, body, principal: authenticated.principal });
  }

  function route(call: Call): Reply | Promise<Reply> {
    const { method = '' } = call.request;
    const path = FUNCTIONS_PATH.exec(call.url.pathname)?.groups;
    const unknown = { refusal: unknownOperation(method, call.url.pathname) };
    if (!path) return unknown;
    const name = decodeName(path.name ?? '');
    if (name === undefined)
      return { refusal: invalidParameter('The function name is not URL-encoded.') };
    if (method === 'GET' && name === '') return listFunctions(call);
    if (method === 'GET' && path.rest === undefined) return getFunction(call, name);
    if (method === 'GET' && path.rest === 'configuration') return getConfiguration(call, name);
    if (method === 'POST' && path.rest === 'invocations') return invoke(call, name);
    return unknown;
  }

  function listFunctions(call: Call): Reply {
    const refusal = check(call, 'lambda:ListFunctions', '*');
    return refusal
      ? { refusal }
      : json({ Functions: options.functions().map(describeFunction), NextMarker: null });
  }

  function getFunction(call: Call, name: string): Reply {
    const found = find(call, name, 'lambda:GetFunction');
    if ('refusal' in found) return found;
    const { reservedConcurrency } = found.config;
    return json({
      Configuration: describeFunction(found.config),
      Code: { RepositoryType: 'Local' },
      ...(reservedConcurrency === undefined
        ? {}
        : { Concurrency: { ReservedConcurrentExecutions: reservedConcurrency } }),
    });
  }

  function getConfiguration(call: Call, name: string): Reply {
    const found = find(call, name, 'lambda:GetFunctionConfiguration');
    return 'refusal' in found ? found : json(describeFunction(found.config));
  }

  async function invoke(call: Call, name: string): Promise<Reply> {
    const { headers } = call.request;
    const type = headers['x-amz-invocation-type'] ?? 'RequestResponse';
    const found = find(call, name, 'lambda:InvokeFunction');
    if ('refusal' in found) return found;
    if (type === 'DryRun') return { statusCode: 204, body: '' };
    if (type !== 'RequestResponse' && type !== 'Event') {
      return {
        refusal: invalidParameter(
          `Value '${String(type)}' at 'invocationType' is not RequestResponse, Event or DryRun`,
        ),
      };
    }
    const clientContext = parseClientContext(headers['x-amz-client-context']);
    if ('refusal' in clientContext) return clientContext;
    const payload = call.body.toString('utf8');
    const result = await options.invoke(found.config, payload, {
      type,
      clientContext: clientContext.value,
    });
    if (result.kind !== 'completed') {
      return result.kind === 'refused' ? result : { ...result, body: '' };
    }
    return {
      statusCode: result.statusCode,
      requestId: result.requestId,
      body: result.payload,
      headers: {
        'X-Amz-Executed-Version': result.executedVersion,
        ...(result.functionError && { 'X-Amz-Function-Error': result.functionError }),
        ...(headers['x-amz-log-type'] === 'Tail' && {
          'X-Amz-Log-Result': Buffer.from(result.logTail).toString('base64'),
        }),
      },
    };
  }

  /** Permission comes first: who may not ask does not learn whether the function exists. */
  function find(call: Call, name: string, action: string) {
    const found = options.resolve(name, call.url.searchParams.get('Qualifier') ?? undefined);
    const arn = 'config' in found ? found.config.arn : options.anyFunctionArn;
    const refusal = check(call, action, arn);
    return refusal ? { refusal } : found;
  }

  function check({ principal, request }: Call, action: string, arn: string): Refusal | undefined {
    const keys = () => ({
      'aws:SourceIp': request.socket.remoteAddress,
      'aws:UserAgent': request.headers['user-agent'],
    });
    const denial = options.authorize(principal, action, arn, { keys });
    return denial && accessDenied(principal.arn, action, arn, denial);
  }
}

function send(response: ServerResponse, reply: Reply): void {
  if (response.destroyed) return;
  const requestId = reply.requestId ?? randomUUID();
  const isRefused = 'refusal' in reply;
  const body = isRefused ? JSON.stringify(reply.refusal.body) : reply.body;
  response.writeHead(isRefused ? reply.refusal.statusCode : reply.statusCode, {
    ...(body === '' ? {} : { 'Content-Type': 'application/json' }),
    'Content-Length': Buffer.byteLength(body),
    'x-amzn-RequestId': requestId,
    ...(isRefused ? { 'x-amzn-ErrorType': reply.refusal.errorType } : reply.headers),
  });
  response.end(body);
}

function json(value: unknown): Reply {
  return { statusCode: 200, body: JSON.stringify(value) };
}

function decodeName(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}

// documented: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html (ClientContext)
function parseClientContext(
  header: string | string[] | undefined,
): { value: unknown } | { refusal: Refusal } {
  if (header === undefined) return { value: undefined };
  try {
    return { value: JSON.parse(Buffer.from(String(header), 'base64').toString('utf8')) as unknown };
  } catch {
    const message = 'Client context must be a valid Base64-encoded JSON object.';
    return { refusal: invalidParameter(message) };
  }
}
