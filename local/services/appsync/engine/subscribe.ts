import { type OperationDefinitionNode, print, visit } from 'graphql';
import type {
  AcceptedSubscription,
  AppSyncError,
  HandlerOutcome,
  SubscriptionFilter,
} from '../types.ts';
import type { PreparedDocument } from './documents.ts';
import { notAuthorized } from './errors.ts';
import { filterProblem } from './filter-limits.ts';
import { InputRefusal, type Inputs } from './input-values.ts';
import { createProjection } from './project.ts';
import { type FieldPlace, resolveField } from './resolve-field.ts';
import type { Run } from './run.ts';
import { coerceArguments } from './variables.ts';

/** What `start` is answered with. */
export type Subscribed =
  { readonly accepted: AcceptedSubscription } | { readonly errors: readonly AppSyncError[] };

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-data.html (checked once, at start)
/** Accepts a subscription: checks the field's authorization, runs its resolver once, checks its filters. */
export async function acceptSubscription(
  run: Run,
  operation: OperationDefinitionNode,
  sources: ReadonlyMap<string, readonly string[]>,
): Promise<Subscribed> {
  const { api, prepared, request, variables } = run;
  const subscriptionType = api.schema.getSubscriptionType();
  const [root] = subscriptionType
    ? prepared.selections.fieldsOf([operation], subscriptionType, variables)
    : [];
  const definition = root && subscriptionType?.getFields()[root.name];
  if (!root || !subscriptionType || !definition) {
    // assumed: the wording of graphql-java
    return { errors: [{ message: 'Schema is not configured for subscriptions.' }] };
  }
  if (!api.isAuthorized(root.coordinate, request.caller)) {
    return { errors: [brief(notAuthorized(root.name, subscriptionType.name))] };
  }
  const link = { parent: undefined, key: root.key };
  const place: FieldPlace = {
    parentType: subscriptionType,
    definition,
    selected: root,
    link,
    source: null,
  };
  const resolved = await runSubscriptionResolver(run, place);
  if ('errors' in resolved) return resolved;
  const args = argumentsOf(run, place);
  if ('errors' in args) return args;
  return {
    accepted: {
      fieldName: root.name,
      mutations: sources.get(root.name) ?? [],
      args: args.values,
      ...resolved.filters,
      projectionKey: projectionKey(prepared, operation, variables),
      project: createProjection({
        schema: api.schema,
        selections: prepared.selections,
        variables,
        subscriptionType,
        root,
      }),
    },
  };
}

interface Filters {
  filter?: SubscriptionFilter;
  invalidationFilter?: SubscriptionFilter;
}

async function runSubscriptionResolver(
  run: Run,
  place: FieldPlace,
): Promise<{ filters: Filters } | { errors: readonly AppSyncError[] }> {
  const { api } = run;
  const name = `${place.parentType.name}.${place.definition.name}`;
  const resolver = api.resolvers.get(name);
  const filters: Filters = {};
  if (!resolver) return { filters };
  // documented: https://docs.aws.amazon.com/appsync/latest/devguide/extensions-js.html (response handlers only)
  // assumed: of several calls the last one counts
  const note = ({ extensions }: HandlerOutcome, handler: 'request' | 'response'): void => {
    if (handler === 'request') return;
    if (extensions.subscriptionFilter) filters.filter = extensions.subscriptionFilter;
    if (extensions.invalidationFilter) filters.invalidationFilter = extensions.invalidationFilter;
  };
  const outcome = await resolveField(run, resolver, place, note);
  if ('failure' in outcome) return { errors: [brief(outcome.failure)] };
  // assumed: what the resolver returns is not sent; the service's guides disagree and advise null
  if (outcome.value !== null) {
    api.log.warn(`${name} returned a value at start; AppSync expects null and it is not delivered`);
  }
  for (const filter of [filters.filter, filters.invalidationFilter]) {
    const problem = filter && filterProblem(filter);
    // observed: aws-amplify/amplify-category-api#740 (message and errorCode, no errorType)
    if (problem !== undefined)
      return { errors: [{ message: problem, errorCode: 400 } as AppSyncError] };
  }
  return { filters };
}

// assumed: a declared variable that was not given counts as an absent argument (in 2019 it counted as null, aws-appsync-community#36)
function argumentsOf(
  run: Run,
  { definition, selected }: FieldPlace,
): { values: Inputs } | { errors: readonly AppSyncError[] } {
  const [node] = selected.nodes;
  try {
    return { values: node ? coerceArguments(definition, node, run.variables) : {} };
  } catch (error) {
    if (error instanceof InputRefusal) return { errors: [{ message: error.message }] };
    throw error;
  }
}

// observed: aws-amplify/amplify-js#12818: refusals of `start` carry the type and the message only
function brief({
  errorType,
  message,
}: {
  errorType?: string | null;
  message: string;
}): AppSyncError {
  return { errorType, message };
}

/** The document without what does not shape payloads, and the variables its conditions read. */
function projectionKey(
  { document }: PreparedDocument,
  operation: OperationDefinitionNode,
  variables: Inputs,
): string {
  const conditions = new Set<string>();
  const shape = visit(document, {
    OperationDefinition(node) {
      if (node !== operation) return null;
      return { ...node, name: undefined, variableDefinitions: [] };
    },
    Directive(node) {
      visit(node, { Variable: ({ name }) => void conditions.add(name.value) });
      return false;
    },
    Field: (node) => ({ ...node, arguments: [] }),
  });
  const values = [...conditions].sort().map((name) => [name, variables[name] ?? null]);
  return JSON.stringify([print(shape), values]);
}
