/** What the parts of the AppSync service agree on: the API's configuration, callers, data sources, subscriptions. */
import type { GraphQLSchema } from 'graphql';
import type { Principal } from '../aws/credentials.ts';
import type { InvokeResult } from '../lambda/types.ts';

// ---------------------------------------------------------------- configuration, as the template states it

export type AuthMode =
  'API_KEY' | 'AWS_IAM' | 'AMAZON_COGNITO_USER_POOLS' | 'OPENID_CONNECT' | 'AWS_LAMBDA';

/** One authorization provider of an API, with what is needed to check its credentials. */
export type AuthProvider =
  | { readonly mode: 'API_KEY' }
  | { readonly mode: 'AWS_IAM' }
  | {
      readonly mode: 'AMAZON_COGNITO_USER_POOLS';
      /** The `iss` claim of the pool's tokens. */
      readonly issuer: string;
      /** The pool's public keys, as JWKS entries (`kid`, `n`, `e`). */
      readonly keys: () => readonly JsonWebKeyWithId[];
      /** Matched against `aud` (id token) or `client_id` (access token). */
      readonly appIdClientRegex?: string;
      /** Only the default provider has one. */
      readonly defaultAction: 'ALLOW' | 'DENY';
    }
  | {
      readonly mode: 'OPENID_CONNECT';
      readonly issuer: string;
      /** The issuer's public key of that id, fetched when it is not known; undefined when there is none. */
      readonly key: (kid: string) => Promise<JsonWebKeyWithId | undefined>;
      /** A regular expression over `aud` or `azp`. */
      readonly clientId?: string;
      /** How long after `iat` a token is taken; 0: as long as `exp` says. */
      readonly iatTtlMs: number;
      /** How long after `auth_time` a token is taken; 0: as long as `exp` says. */
      readonly authTtlMs: number;
    }
  | {
      readonly mode: 'AWS_LAMBDA';
      readonly invoke: (payloadJson: string, signal: AbortSignal) => Promise<InvokeResult>;
      /** How long an answer without a time of its own is kept; 0: not at all. */
      readonly resultTtlSeconds: number;
      /** A regular expression a token has to match before the function is asked. */
      readonly identityValidationExpression?: string;
    };

export type JsonWebKeyWithId = JsonWebKey & { readonly kid: string };

export interface ApiKey {
  /** `da2-` and 26 characters. */
  readonly key: string;
  readonly expiresAtMs: number;
}

export interface ApiConfig {
  /** 26 lower-case letters and digits. */
  readonly apiId: string;
  readonly name: string;
  readonly arn: string;
  /** The schema as deployed: no scalar or directive definitions of AppSync's own. */
  readonly sdl: string;
  readonly defaultAuth: AuthProvider;
  readonly additionalAuth: readonly AuthProvider[];
  readonly apiKeys: readonly ApiKey[];
  readonly environmentVariables: Readonly<Record<string, string>>;
  readonly introspection: boolean;
  /** 0: no limit. */
  readonly queryDepthLimit: number;
  /** 0: AppSync's own limit of 10,000. */
  readonly resolverCountLimit: number;
  readonly dataSources: ReadonlyMap<string, DataSource>;
  readonly functions: ReadonlyMap<string, PipelineFunction>;
  readonly resolvers: readonly ResolverConfig[];
}

export interface PipelineFunction {
  readonly functionId: string;
  readonly name: string;
  readonly dataSourceName: string;
  /** Where messages about the code point: `<logical id>` or a file. */
  readonly origin: string;
  readonly code: string;
}

export interface ResolverConfig {
  readonly typeName: string;
  readonly fieldName: string;
  readonly origin: string;
  readonly kind: 'UNIT' | 'PIPELINE';
  /** Of a unit resolver. */
  readonly dataSourceName?: string;
  /** Of a pipeline resolver, in order. */
  readonly functionIds: readonly string[];
  /** APPSYNC_JS source; absent on a direct Lambda resolver. */
  readonly code?: string;
  readonly maxBatchSize: number;
}

// ---------------------------------------------------------------- callers

/** A caller whose credentials were checked. */
export interface Caller {
  readonly mode: AuthMode;
  /** `ctx.identity`, exactly as resolvers see it; null for API keys. */
  readonly identity: Readonly<Record<string, unknown>> | null;
  /** The caller's Cognito groups; null when there are none. */
  readonly groups: readonly string[] | null;
  /** For IAM: who signed. */
  readonly principal?: Principal;
  /** For Lambda authorizers: fields this caller gets null for, as `Type.field`. */
  readonly deniedFields?: ReadonlySet<string>;
}

/** Says whether an IAM principal may do `action` on `resourceArn`: IAM's own answer. */
export type Authorizer = (principal: Principal, action: string, resourceArn: string) => boolean;

// ---------------------------------------------------------------- errors and outcomes

/** One entry of `errors` in a response, in AppSync's shape. Keys keep this order on the wire. */
export interface AppSyncError {
  path?: readonly (string | number)[] | null;
  data?: unknown;
  errorType?: string | null;
  errorInfo?: unknown;
  locations?: readonly { line: number; column: number; sourceName: null }[] | null;
  message: string;
}

export interface GraphqlRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly operationName?: string | null;
  readonly caller: Caller;
  /** Lower-case names; a list when the header was repeated. Never `cookie`. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly signal?: AbortSignal;
}

export interface GraphqlResponse {
  readonly data: Record<string, unknown> | null;
  readonly errors?: readonly AppSyncError[];
}

// ---------------------------------------------------------------- data sources

/** What a data source answered; `error` does not stop the resolver, its response handler decides. */
export interface DataSourceOutcome {
  readonly result: unknown;
  readonly error?: {
    readonly message: string;
    readonly type: string;
    /** Lambda only: the `name` of the error the function threw; the type direct Lambda resolvers report. */
    readonly functionErrorType?: string;
  };
}

export interface DataSource {
  readonly name: string;
  readonly type: 'NONE' | 'AWS_LAMBDA' | 'AMAZON_DYNAMODB' | 'AMAZON_EVENTBRIDGE' | 'HTTP';
  /** Runs the request object a request handler returned. Never throws for the data source's own failures. */
  invoke(
    request: Readonly<Record<string, unknown>>,
    signal?: AbortSignal,
  ): DataSourceOutcome | Promise<DataSourceOutcome>;
}

// ---------------------------------------------------------------- APPSYNC_JS

/** The `ctx` of a handler: plain JSON values. Handlers share and may change `stash`. */
export interface HandlerContext {
  arguments: Record<string, unknown>;
  args: Record<string, unknown>;
  identity: Readonly<Record<string, unknown>> | null;
  source: unknown;
  stash: Record<string, unknown>;
  prev: { result: unknown } | null;
  result?: unknown;
  error?: { message: string; type: string };
  request: { headers: Readonly<Record<string, string | string[]>>; domainName: string | null };
  info: {
    fieldName: string;
    parentTypeName: string;
    variables: Record<string, unknown>;
    selectionSetList: string[];
    selectionSetGraphQL: string;
  };
  env: Readonly<Record<string, string>>;
}

/** How a handler ended. `appended` are the errors of `util.appendError`, in order, whatever the ending. */
export type HandlerOutcome = {
  readonly appended: readonly HandlerError[];
  readonly extensions: HandlerExtensions;
} & (
  | { readonly kind: 'returned'; readonly value: unknown }
  /** `runtime.earlyReturn(value, { skipTo })`, in request handlers. */
  | { readonly kind: 'earlyReturn'; readonly value: unknown; readonly skipTo: 'END' | 'NEXT' }
  /** `util.error`, `util.unauthorized` or an uncaught runtime error (`errorType` "Code"). */
  | { readonly kind: 'failed'; readonly error: HandlerError }
);

export interface HandlerError {
  readonly message: string;
  /** `Unauthorized` for `util.unauthorized()`: the engine words the message. */
  readonly errorType: string | null;
  readonly data: unknown;
  readonly errorInfo: unknown;
  readonly unauthorized?: true;
}

/** What a handler asked AppSync itself to do. */
export interface HandlerExtensions {
  subscriptionFilter?: SubscriptionFilter;
  invalidationFilter?: SubscriptionFilter;
  invalidations: { subscriptionField: string; payload: Record<string, unknown> }[];
  responseHeaders: Record<string, string>;
}

/** A resolver's or function's code, checked and ready to run. */
export interface HandlerModule {
  readonly hasRequest: boolean;
  readonly hasResponse: boolean;
  run(handler: 'request' | 'response', ctx: HandlerContext): HandlerOutcome;
}

// ---------------------------------------------------------------- subscriptions

/** AND inside `filters`, OR across `filterGroup`. */
export interface SubscriptionFilter {
  readonly filterGroup: readonly { readonly filters: readonly FilterRule[] }[];
}

export interface FilterRule {
  readonly fieldName: string;
  readonly operator: string;
  readonly value: unknown;
}

/** An accepted subscription: everything delivery needs, and nothing of the socket. */
export interface AcceptedSubscription {
  /** The field of `Subscription`. */
  readonly fieldName: string;
  /** Mutation fields that feed it, from `@aws_subscribe`. */
  readonly mutations: readonly string[];
  /** Arguments as given: an absent one does not filter, an explicit null matches null. */
  readonly args: Readonly<Record<string, unknown>>;
  /** Replaces the argument filter when set. */
  readonly filter?: SubscriptionFilter;
  readonly invalidationFilter?: SubscriptionFilter;
  /** Equal for two subscriptions whose payloads are equal for every message: same selection, same shape. */
  readonly projectionKey: string;
  /** The `payload` of a data frame for one message, shaped by the subscriber's selection. */
  project(message: SubscriptionMessage): {
    data: Record<string, unknown> | null;
    errors?: AppSyncError[];
  };
}

/** A mutation field's result on its way to subscribers. */
export interface SubscriptionMessage {
  /** The field of `Mutation`. */
  readonly mutation: string;
  /** Shaped by the mutation caller's selection, by field name; fields not selected are absent. */
  readonly result: Readonly<Record<string, unknown>>;
}

/** Listens to what mutations produce. */
export interface MutationListener {
  published(message: SubscriptionMessage): void;
  invalidated(subscriptionField: string, payload: Readonly<Record<string, unknown>>): void;
}

// ---------------------------------------------------------------- the engine's two doors

/** Runs documents for one API; knows nothing of HTTP or sockets. */
export interface GraphqlEngine {
  readonly schema: GraphQLSchema;
  /** Runs a query or mutation. Malformed documents come back as `{ data: null, errors }`. */
  execute(request: GraphqlRequest): Promise<GraphqlResponse & { headers: Record<string, string> }>;
  /** Checks a subscription and runs its resolver once, as at `start`. */
  subscribe(
    request: GraphqlRequest,
  ): Promise<{ accepted: AcceptedSubscription } | { errors: readonly AppSyncError[] }>;
}

/** Checks credentials; the same rules serve HTTP requests, the realtime handshake and each `start`. */
export interface Authenticator {
  authenticate(
    credentials: PresentedCredentials,
  ): Promise<{ caller: Caller } | { refusal: AuthRefusal }>;
}

/** The credentials somebody showed: lower-case header names, and what IAM signatures cover. */
export interface PresentedCredentials {
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly sourceIp: string;
  /** What was signed, for SigV4: the method, the path and the exact body. */
  readonly signed: { readonly method: string; readonly path: string; readonly body: string };
  /** For IAM: the fields this request will touch are authorised one by one by the engine, this is the API level. */
  readonly operationName?: string;
}

export interface AuthRefusal {
  readonly errorType:
    'UnauthorizedException' | 'BadRequestException' | 'UnrecognizedClientException';
  readonly message: string;
  readonly status: 400 | 401 | 403;
}
