import { type OperationDefinitionNode, OperationTypeNode } from 'graphql';
import { createDelayLine } from '../../../delay-line.ts';
import type { Clock, Log } from '../../../host.ts';
import type {
  ApiConfig,
  AppSyncError,
  Authorizer,
  GraphqlEngine,
  GraphqlRequest,
  MutationListener,
} from '../types.ts';
import { createCompleters } from './complete.ts';
import { chooseOperation, createDocuments, type PreparedDocument } from './documents.ts';
import { documentError, requestRefusal } from './errors.ts';
import { executeOperation } from './execute.ts';
import { createFieldAuthorization } from './field-authorization.ts';
import type { Inputs } from './input-values.ts';
import { defaultEngineLimits, type EngineLimits } from './limits.ts';
import { createResolverTable, type LoadModule } from './resolver-table.ts';
import { type Api, Run } from './run.ts';
import { buildApiSchema } from './schema.ts';
import { acceptSubscription } from './subscribe.ts';
import { subscriptionSources } from './subscription-sources.ts';
import { coerceVariables } from './variables.ts';

/** What an engine is made of. */
export interface EngineParts {
  readonly config: ApiConfig;
  readonly loadModule: LoadModule;
  readonly authorizer: Authorizer;
  readonly listener: MutationListener;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits?: Partial<EngineLimits>;
}

/**
 * The GraphQL engine of one API. Throws a LocalError (ERR_SCHEMA_INVALID, ERR_TEMPLATE_INVALID, ERR_RESOLVER_CODE)
 * for what AppSync would refuse to deploy.
 */
export function createEngine(parts: EngineParts): GraphqlEngine {
  const { config, log, clock, listener } = parts;
  const limits = { ...defaultEngineLimits, ...parts.limits };
  const schema = buildApiSchema(config.sdl);
  const sources = subscriptionSources(schema);
  const api: Api = {
    config,
    schema,
    resolvers: createResolverTable(schema, config, parts.loadModule),
    isAuthorized: createFieldAuthorization(schema, config, parts.authorizer, log),
    completerOf: createCompleters(),
    publishedMutations: new Set([...sources.values()].flat()),
    listener,
    limits,
    executionTime: createDelayLine(clock, limits.executionTimeoutMs),
    log,
  };
  const prepare = createDocuments(schema, config.introspection, limits);

  const read = (request: GraphqlRequest): Reading => readRequest(prepare, request);

  async function execute(request: GraphqlRequest): ReturnType<GraphqlEngine['execute']> {
    const reading = read(request);
    if ('errors' in reading) return refused(reading.errors);
    const { operation, prepared, variables } = reading;
    const refusal = operationRefusal(api, operation);
    if (refusal) return refused([refusal]);
    const rootType = schema.getRootType(operation.operation);
    if (!rootType) throw new Error(`no root type for ${operation.operation}`);
    using run = new Run(api, request, prepared, variables);
    const data = await executeOperation(run, operation, rootType);
    // The list is copied: what a timed-out resolver appends later is not the client's any more.
    const errors = [...run.errors];
    return { data, ...(errors.length > 0 && { errors }), headers: run.responseHeaders };
  }

  async function subscribe(request: GraphqlRequest): ReturnType<GraphqlEngine['subscribe']> {
    const reading = read(request);
    // assumed: as over HTTP (graphql/graphql-over-http#81), where refused documents have nothing but a message
    if ('errors' in reading) return { errors: reading.errors.map(({ message }) => ({ message })) };
    const { operation, prepared, variables } = reading;
    if (operation.operation !== OperationTypeNode.SUBSCRIPTION)
      return { errors: [wrongChannel(operation)] };
    using run = new Run(api, request, prepared, variables);
    return await acceptSubscription(run, operation, sources);
  }

  return {
    schema,
    execute: (request) => execute(request).catch((error: unknown) => refused([tooDeep(error)])),
    subscribe: (request) =>
      subscribe(request).catch((error: unknown) => ({ errors: [tooDeep(error)] })),
  };
}

type Reading =
  | {
      readonly operation: OperationDefinitionNode;
      readonly prepared: PreparedDocument;
      readonly variables: Inputs;
    }
  | { readonly errors: readonly AppSyncError[] };

function readRequest(
  prepare: ReturnType<typeof createDocuments>,
  request: GraphqlRequest,
): Reading {
  const preparation = prepare(request.query);
  if ('errors' in preparation) return preparation;
  const { prepared } = preparation;
  const chosen = chooseOperation(prepared, request.operationName);
  if ('errors' in chosen) return chosen;
  const coerced = coerceVariables(
    prepared.variables.get(chosen.operation) ?? [],
    request.variables ?? {},
  );
  if ('errors' in coerced) return coerced;
  return { operation: chosen.operation, prepared, variables: coerced.values };
}

function operationRefusal(
  { schema }: Api,
  operation: OperationDefinitionNode,
): AppSyncError | undefined {
  if (operation.operation === OperationTypeNode.SUBSCRIPTION) {
    // observed: awslabs/aws-mobile-appsync-sdk-android#356
    return requestRefusal('Subscriptions over MQTT is not supported.', 'BadRequestException');
  }
  if (schema.getRootType(operation.operation)) return undefined;
  // assumed: the wording of graphql-java
  return documentError('Schema is not configured for mutations.', [operation]);
}

// observed: enisdenjo/graphql-ws#602 and the service's answers to `start`
function wrongChannel({ operation }: OperationDefinitionNode): AppSyncError {
  const message = `${operation} not supported through the realtime channel`;
  return { errorType: 'UnsupportedOperation', message };
}

function refused(errors: readonly AppSyncError[]): Awaited<ReturnType<GraphqlEngine['execute']>> {
  return { data: null, errors, headers: {} };
}

/** A request so deeply nested that this process has no stack for it; any other fault is thrown on. */
function tooDeep(error: unknown): AppSyncError {
  if (!(error instanceof RangeError)) throw error;
  // assumed: neither the service's own depth nor its words are known
  return documentError('The request is nested too deeply.', null);
}
