import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ResolvedStack } from '../assembly/resources.ts';
import type { Clock, Log } from '../host.ts';
import { createAuthenticator } from '../services/appsync/auth/authenticator.ts';
import { createOidcKeys } from '../services/appsync/auth/oidc-keys.ts';
import { createDynamoDbDataSource } from '../services/appsync/data-sources/dynamodb.ts';
import type { DynamoDbCall } from '../services/appsync/data-sources/dynamodb-failures.ts';
import { createEventBridgeDataSource } from '../services/appsync/data-sources/eventbridge.ts';
import { createHttpDataSource } from '../services/appsync/data-sources/http.ts';
import { createRequestSigner } from '../services/appsync/data-sources/http-signing.ts';
import { createLambdaDataSource } from '../services/appsync/data-sources/lambda.ts';
import { createNoneDataSource } from '../services/appsync/data-sources/none.ts';
import { createTransactionGate } from '../services/appsync/data-sources/transaction-gate.ts';
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
import type { AccessControl } from '../services/aws/iam/access-control.ts';
import { principalOfRole } from '../services/aws/iam/role-principal.ts';
import { LocalError } from '../errors.ts';
import type { CloudFaults } from './faults.ts';
import { createDataSourceRoles } from './iam/data-source-roles.ts';
import { refuseAuthorizer } from './iam/service-calls.ts';
import { wantedFields } from './iam/wanted-fields.ts';
import {
  readApi,
  type ApiSurroundings,
  type LambdaAuthorizerConfig,
  type OpenIdConnectConfig,
} from './graphql-api.ts';
import type { AwsServiceSet } from './services.ts';

const GRAPHQL = 'appsync:GraphQL';

export interface ApiLimits {
  /** AppSync's limit for a whole request; 30,000 unless told otherwise. */
  readonly executionTimeoutMs?: number;
  /** How long an HTTP data source waits for an answer; 29,000 unless told otherwise. */
  readonly httpTimeoutMs?: number;
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
  readonly access: AccessControl;
  readonly limits: ApiLimits;
  readonly faults: CloudFaults;
}

/** Starts the stack's GraphQL API; undefined when the template has none. */
export function startApi(options: ApiOptions): RunningApi | undefined {
  const { services, clock, log, credentials, access, limits, faults } = options;
  const config = readApi(options.stack, {
    now: clock.now(),
    userPool: (id, regex, defaultAction) => userPoolProvider(services, id, regex, defaultAction),
    openIdConnect: (given) => openIdConnectProvider(given, options),
    lambdaAuthorizer: (given, apiArn) => lambdaProvider(given, apiArn, options),
    dataSources: createDataSources(options),
  });
  if (!config) return undefined;

  const javascript = createJavaScriptRuntime({ clock, log });
  const authenticator = createAuthenticator({
    config,
    credentials,
    // Whether there is any grant on the API is a question; what is asked for is the engine's.
    authorizer: (principal, action, resource) =>
      !access.authorize(principal, action, resource, { isProbe: true }),
    onNoGrant: (principal, body) =>
      wantedFields(config.arn, body).forEach((arn) => access.authorize(principal, GRAPHQL, arn)),
    clock,
    log,
    faults: faults.expiry,
  });
  const authorizer: Authorizer = (principal, action, resource) =>
    !access.authorize(principal, action, resource);
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
    clock,
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

function createDataSources({
  stack,
  services,
  clock,
  credentials,
  access,
  limits,
  faults,
}: ApiOptions): ApiSurroundings['dataSources'] {
  // One for the whole API: a transaction may touch the tables of several data sources.
  const gate = createTransactionGate();
  const { httpTimeoutMs: timeoutMs } = limits;
  const asRole = createDataSourceRoles({
    ...stack.deployment,
    access,
    apiArn: stack.ofType('AWS::AppSync::GraphQLApi')[0]?.attribute('Arn') ?? '',
    partitionKeyOf: services.dynamodb.partitionKeyOf,
  });
  const invoker = faults.dataSources.lambda(services.lambda);
  const callDynamoDb = faults.dataSources.dynamodb((operation, input) =>
    services.dynamodb.call(operation, input),
  );
  return {
    none: createNoneDataSource,
    lambda(name, roleArn, functionArn) {
      const role = asRole(roleArn);
      return role.assumed(createLambdaDataSource(name, functionArn, role.lambda(invoker)));
    },
    dynamodb(name, roleArn, tableName) {
      const role = asRole(roleArn);
      const make = (call: DynamoDbCall) => createDynamoDbDataSource(name, tableName, call, gate);
      return role.assumed(role.dynamodb(make, callDynamoDb));
    },
    eventBridge(name, roleArn, busArn) {
      const role = asRole(roleArn);
      const bus = faults.dataSources.eventBridge(busArn, services.eventBuses.busOf(busArn));
      const source = createEventBridgeDataSource(name, bus);
      return role.assumed(role.events(busArn, source));
    },
    http(name, endpoint, signing) {
      const parts = { clock, ...(timeoutMs === undefined ? {} : { timeoutMs }) };
      if (!signing) return createHttpDataSource(name, endpoint, parts);
      const caller = credentials.issue(principalOfRole(signing.roleArn, 'APPSYNC_ASSUME_ROLE'));
      const sign = createRequestSigner({ ...signing, credentials: caller }, clock);
      return asRole(signing.roleArn).assumed(
        createHttpDataSource(name, endpoint, { ...parts, sign }),
      );
    },
  };
}

function openIdConnectProvider(
  { Issuer, ClientId, IatTTL = 0, AuthTTL = 0 }: OpenIdConnectConfig,
  parts: Pick<ApiOptions, 'clock' | 'log'>,
): AuthProvider {
  return {
    mode: 'OPENID_CONNECT',
    issuer: Issuer,
    key: createOidcKeys(Issuer, parts),
    ...(ClientId ? { clientId: ClientId } : {}),
    iatTtlMs: IatTTL,
    authTtlMs: AuthTTL,
  };
}

function lambdaProvider(
  config: LambdaAuthorizerConfig,
  apiArn: string,
  { services: { lambda }, access }: ApiOptions,
): AuthProvider {
  const { AuthorizerUri, AuthorizerResultTtlInSeconds, IdentityValidationExpression } = config;
  return {
    mode: 'AWS_LAMBDA',
    invoke: async (payloadJson, signal) =>
      refuseAuthorizer(access, apiArn, AuthorizerUri) ??
      lambda.invoke(AuthorizerUri, payloadJson, { type: 'RequestResponse', signal }),
    // documented: https://docs.aws.amazon.com/appsync/latest/APIReference/API_LambdaAuthorizerConfig.html (0 unless told otherwise)
    resultTtlSeconds: AuthorizerResultTtlInSeconds ?? 0,
    ...(IdentityValidationExpression
      ? { identityValidationExpression: IdentityValidationExpression }
      : {}),
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
