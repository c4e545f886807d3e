import type { GraphQLField, GraphQLObjectType } from 'graphql';
import { toError } from '../../../errors.ts';
import type { HandlerContext, HandlerError, HandlerOutcome } from '../types.ts';
import { fieldError } from './errors.ts';
import { filterBySelection } from './filter-data.ts';
import { createInfo } from './info.ts';
import { InputRefusal, type Inputs } from './input-values.ts';
import type { MaybePromise } from './maybe-promise.ts';
import { type PathLink, pathOf } from './path.ts';
import type { Resolver } from './resolver-table.ts';
import { type FieldOutcome, runResolver } from './run-resolver.ts';
import { type Run, timedOut } from './run.ts';
import type { SelectedField } from './selection.ts';
import { coerceArguments } from './variables.ts';

/** A field about to be resolved. */
export interface FieldPlace {
  readonly parentType: GraphQLObjectType;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly selected: SelectedField;
  readonly link: PathLink;
  readonly source: unknown;
}

/** Adds a field's error to the response; its `data` is cut down to what the caller selected. */
export function reportField(
  run: Run,
  { definition, selected, link }: Pick<FieldPlace, 'definition' | 'selected' | 'link'>,
  error: Pick<HandlerError, 'message' | 'errorType'> & Partial<HandlerError>,
): void {
  const [node] = selected.nodes;
  if (!node) return;
  // documented: https://docs.aws.amazon.com/appsync/latest/devguide/built-in-util-js.html (`data` is filtered, `errorInfo` is not)
  const data = filterBySelection(run, definition.type, selected.nodes, error.data ?? null);
  run.errors.push(fieldError(pathOf(link), node, { ...error, data }));
}

/** Runs a field's resolver within the request's limits. Never throws or rejects. */
export function resolveField(
  run: Run,
  resolver: Resolver,
  place: FieldPlace,
  noteExtensions: (outcome: HandlerOutcome, handler: 'request' | 'response') => void,
): MaybePromise<FieldOutcome> {
  if (run.isOver) return { failure: executionTimeout };
  if (++run.resolverCount > resolverLimit(run)) return { failure: tooManyResolvers };
  try {
    const [node] = place.selected.nodes;
    const args = node ? coerceArguments(place.definition, node, run.variables) : {};
    const outcome = runResolver(resolver, {
      base: contextOf(run, place, args),
      invoke: run.invoke,
      note(noted, handler) {
        for (const error of noted.appended) reportField(run, place, error);
        Object.assign(run.responseHeaders, noted.extensions.responseHeaders);
        noteExtensions(noted, handler);
      },
    });
    return outcome instanceof Promise ? awaitOutcome(run, place, outcome) : outcome;
  } catch (error) {
    if (error instanceof InputRefusal) return { failure: failureOf(error.message, null) };
    logFault(run, place, error);
    return { failure: internalFailure };
  }
}

async function awaitOutcome(
  run: Run,
  place: FieldPlace,
  outcome: Promise<FieldOutcome>,
): Promise<FieldOutcome> {
  try {
    const ended = await run.untilOver(outcome);
    if (ended !== timedOut) return ended;
    outcome.catch((error: unknown) => logFault(run, place, error));
    return { failure: executionTimeout };
  } catch (error) {
    logFault(run, place, error);
    return { failure: internalFailure };
  }
}

function contextOf(run: Run, place: FieldPlace, args: Inputs): HandlerContext {
  const { api, request, prepared, variables } = run;
  const shared = { ...args };
  return {
    arguments: shared,
    args: shared,
    identity: request.caller.identity,
    source: place.source ?? null,
    stash: {},
    prev: null,
    request: { headers: request.headers, domainName: null },
    info: createInfo({
      schema: api.schema,
      fragments: prepared.fragments,
      parentTypeName: place.parentType.name,
      nodes: place.selected.nodes,
      returnType: place.definition.type,
      rawVariables: request.variables ?? {},
      variables,
      spelled: prepared.spelled,
    }),
    env: api.config.environmentVariables,
  };
}

function resolverLimit({ api }: Run): number {
  const { resolverCountLimit } = api.config;
  return resolverCountLimit > 0 ? resolverCountLimit : api.limits.maxResolverExecutions;
}

function logFault(run: Run, { parentType, definition }: FieldPlace, thrown: unknown): void {
  const error = toError(thrown);
  run.api.log.error(
    `resolving ${parentType.name}.${definition.name} failed inside the local cloud`,
    {
      error: error.stack ?? error.message,
    },
  );
}

function failureOf(message: string, errorType: string | null): HandlerError {
  return { message, errorType, data: null, errorInfo: null };
}

// observed: aws-amplify/amplify-cli#8192 (the field is null, the other fields stand)
const executionTimeout = failureOf('Execution timed out.', 'ExecutionTimeout');

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/configuration-limits.html (type; what is resolved is still returned)
const tooManyResolvers = failureOf(
  'Resolver invocation limit reached.',
  'ResolverExecutionLimitReached',
);

// assumed: the service's words for a fault of its own
const internalFailure = failureOf(
  'An internal failure occurred while resolving this field.',
  'InternalFailure',
);
