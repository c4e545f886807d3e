import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ResolvedStack } from '../assembly/resources.ts';
import type { Clock, Log } from '../host.ts';
import { createAuthenticator } from '../services/appsync/auth/authenticator.ts';
import { createDynamoDbDataSource } from '../services/appsync/data-sources/dynamodb.ts';
import { createLambdaDataSource } from '../services/appsync/data-sources/lambda.ts';
import { createNoneDataSource } from '../services/appsync/data-sources/none.ts';
import { createEngine } from '../services/appsync/engine/engine.ts';
import { createHttpEndpoint } from '../services/appsync/http/endpoint.ts';
import { createJavaScriptRuntime } from '../services/appsync/javascript/runtime.ts';
import {
  createRealtimeEndpoint,
  type RealtimeEndpoint,
} from '../services/appsync/realtime/endpoint.ts';
import type {
  ApiConfig,
  Authorizer,
  AuthProvider,
  MutationListener,
} from '../services/appsync/types.ts';
import type { CredentialStore } from '../services/aws/credentials.ts';
import { LocalError } from '../errors.ts';
import type { CloudFaults } from './faults.ts';
import { readApi } from './graphql-api.ts';
import type { AwsServiceSet } from './services.ts';

export interface ApiLimits {
  /** AppSync's limit for a whole request; 30,000 unless told otherwise. */
  readonly executionTimeoutMs?: number;
}

/** A running GraphQL API: its two doors. */
export interface RunningApi extends AsyncDisposable {
  readonly config: ApiConfig;
  readonly realtime: RealtimeEndpoint;
  handle(req: IncomingMessage, res: ServerResponse): Promise<void>;
  handleUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void;
}

export interface ApiOptions {
  readonly stack: ResolvedStack;
  readonly services: AwsServiceSet;
  readonly clock: Clock;
  readonly log: Log;
  readonly credentials: CredentialStore;
  readonly authorizer: Authorizer;
  readonly limits: ApiLimits;
  readonly faults: CloudFaults;
}

/** Starts the stack's GraphQL API; undefined when the template has none. */
export function startApi(options: ApiOptions): RunningApi | undefined {
  const { stack, services, clock, log, credentials, authorizer, limits, faults } = options;
  const invoker = faults.dataSources.lambda(services.lambda);
  const callDynamoDb = faults.dataSources.dynamodb((operation, input) =>
    services.dynamodb.call(operation, input),
  );
  const config = readApi(stack, {
    now: clock.now(),
    userPool: (id, regex, defaultAction) => userPoolProvider(services, id, regex, defaultAction),
    dataSources: {
      none: createNoneDataSource,
      lambda: (name, functionArn) => createLambdaDataSource(name, functionArn, invoker),
      dynamodb: (name, tableName) => createDynamoDbDataSource(name, tableName, callDynamoDb),
    },
  });
  if (!config) return undefined;

  const javascript = createJavaScriptRuntime({ clock, log });
  const authenticator = createAuthenticator({
    config,
    credentials,
    authorizer,
    clock,
    faults: faults.expiry,
  });
  // The engine and the realtime endpoint need each other: mutations go one way, subscriptions the other.
  const listener: MutationListener = {
    published: (message) => realtime.listener.published(message),
    invalidated: (field, payload) => realtime.listener.invalidated(field, payload),
  };
  const loadModule = (code: string, origin: string) => javascript.load(code, origin);
  const engine = createEngine({ config, loadModule, authorizer, listener, clock, log, limits });
  const realtime = createRealtimeEndpoint({
    engine,
    authenticator,
    clock,
    log,
    faults: faults.realtime,
  });
  const http = createHttpEndpoint({
    engine,
    authenticator,
    log,
    faults: faults.calls(credentials),
  });
  return {
    config,
    realtime,
    handle: (req, res) => http.handle(req, res),
    handleUpgrade: (req, socket, head) => realtime.handleUpgrade(req, socket, head),
    async [Symbol.asyncDispose]() {
      await realtime[Symbol.asyncDispose]();
      javascript[Symbol.dispose]();
    },
  };
}

function userPoolProvider(
  services: AwsServiceSet,
  userPoolId: string,
  appIdClientRegex: string | undefined,
  defaultAction: 'ALLOW' | 'DENY',
): AuthProvider {
  const pool = services.userPools.get(userPoolId);
  if (!pool) {
    throw new LocalError(
      'ERR_TEMPLATE_INVALID',
      `The API's user pool ${userPoolId} is not one of this stack.`,
    );
  }
  return {
    mode: 'AMAZON_COGNITO_USER_POOLS',
    issuer: pool.issuer,
    keys: () => pool.keys(),
    ...(appIdClientRegex ? { appIdClientRegex } : {}),
    defaultAction,
  };
}
