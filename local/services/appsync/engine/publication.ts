import {
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isAbstractType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { HandlerOutcome, SubscriptionMessage } from '../types.ts';
import type { Run } from './run.ts';
import type { SelectedField } from './selection.ts';

/** Collects what one mutation field asks of subscriptions and sends it once the field has its value. */
export function createPublication(run: Run, field: SelectedField) {
  const invalidations: { subscriptionField: string; payload: Record<string, unknown> }[] = [];
  return {
    note(outcome: HandlerOutcome): void {
      invalidations.push(...outcome.extensions.invalidations);
    },
    /** Publishes a value that is not null and sends the invalidations. */
    finish(mutationType: GraphQLObjectType, completed: unknown): void {
      const { api } = run;
      const definition = mutationType.getFields()[field.name];
      if (!definition) return;
      // assumed: a null or failed mutation publishes nothing and invalidates nothing
      if (completed === null) {
        if (api.publishedMutations.has(field.name)) {
          api.log.warn(`Mutation.${field.name} gave null or failed: nothing is published`);
        }
        return;
      }
      if (api.publishedMutations.has(field.name)) {
        // Without aliases the value has its fields under their own names already.
        const result = run.prepared.selections.hasAliases
          ? byFieldName(run, definition.type, field.nodes, completed)
          : completed;
        // A mutation may also return a scalar or a list; delivery projects whatever it is.
        api.listener.published({ mutation: field.name, result } as SubscriptionMessage);
      }
      sendInvalidations(run, field, invalidations);
    },
  };
}

function sendInvalidations(
  run: Run,
  field: SelectedField,
  invalidations: readonly { subscriptionField: string; payload: Record<string, unknown> }[],
): void {
  const { api } = run;
  for (const { subscriptionField, payload } of invalidations) {
    if (++run.invalidationCount > api.limits.maxInvalidationsPerRequest) {
      // documented: https://docs.aws.amazon.com/appsync/latest/devguide/extensions-js.html (a GraphQL error)
      // assumed: the words are not recorded
      const message = `A request can invalidate subscriptions at most ${api.limits.maxInvalidationsPerRequest} times.`;
      run.errors.push({ path: [field.key], locations: null, message });
      return;
    }
    api.listener.invalidated(subscriptionField, payload);
  }
}

/**
 * A completed value with its fields under their own names instead of the caller's aliases.
 * assumed: of two aliases of one field the last one counts; how the service maps them is unknown
 */
export function byFieldName(
  run: Run,
  type: GraphQLOutputType,
  nodes: readonly FieldNode[],
  completed: unknown,
): unknown {
  if (completed === null || completed === undefined) return null;
  if (isNonNullType(type)) return byFieldName(run, type.ofType, nodes, completed);
  if (isListType(type)) {
    return (completed as unknown[]).map((item) => byFieldName(run, type.ofType, nodes, item));
  }
  if (!isObjectType(type) && !isAbstractType(type)) return completed;
  const record = completed as Readonly<Record<string, unknown>>;
  const concrete = isObjectType(type) ? type : concreteTypeOf(run, type, nodes, record);
  if (!concrete) return record;
  const named: Record<string, unknown> = {};
  for (const { key, name, nodes: inner } of run.prepared.selections.fieldsOf(
    nodes,
    concrete,
    run.variables,
  )) {
    const field = concrete.getFields()[name];
    named[name] = field ? byFieldName(run, field.type, inner, record[key]) : record[key];
  }
  return named;
}

/** The object type of a completed abstract value: the one its `__typename` says, wherever that was put. */
function concreteTypeOf(
  run: Run,
  type: GraphQLOutputType,
  nodes: readonly FieldNode[],
  record: Readonly<Record<string, unknown>>,
): GraphQLObjectType | undefined {
  if (!isAbstractType(type)) return undefined;
  return run.api.schema
    .getPossibleTypes(type)
    .find((candidate) =>
      run.prepared.selections
        .fieldsOf(nodes, candidate, run.variables)
        .some(({ key, name }) => name === '__typename' && record[key] === candidate.name),
    );
}
