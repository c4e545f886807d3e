import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import type { HandlerOutcome } from '../types.ts';
import { broken, type Completed, type CompleteObject } from './complete.ts';
import { notAuthorized } from './errors.ts';
import { andThen, type MaybePromise } from './maybe-promise.ts';
import type { PathLink } from './path.ts';
import { createPublication } from './publication.ts';
import { type FieldPlace, reportField, resolveField } from './resolve-field.ts';
import type { Run } from './run.ts';
import type { SelectedField } from './selection.ts';
import { coerceArguments } from './variables.ts';

type Fields = Record<string, unknown>;
type NoteExtensions = (outcome: HandlerOutcome, handler: 'request' | 'response') => void;

/** Runs a query (fields together) or a mutation (fields one after the other); errors go to `run.errors`. */
export async function executeOperation(
  run: Run,
  operation: OperationDefinitionNode,
  rootType: GraphQLObjectType,
): Promise<Fields | null> {
  const fields = run.prepared.selections.fieldsOf([operation], rootType, run.variables);
  if (operation.operation !== OperationTypeNode.MUTATION) {
    const data = await executeFields(run, rootType, null, fields, undefined, 1);
    return data === broken ? null : (data as Fields);
  }
  const data: Fields = {};
  let isBroken = false;
  for (const field of fields) {
    const publication = createPublication(run, field);
    const completed = await executeField(
      run,
      rootType,
      null,
      field,
      undefined,
      1,
      publication.note,
    );
    if (completed === broken) isBroken = true;
    data[field.key] = completed;
    publication.finish(rootType, completed === broken ? null : completed);
  }
  return isBroken ? null : data;
}

function executeFields(
  run: Run,
  parentType: GraphQLObjectType,
  source: unknown,
  fields: readonly SelectedField[],
  parent: PathLink | undefined,
  depth: number,
): MaybePromise<Completed> {
  const data: Fields = {};
  const pending: Promise<void>[] = [];
  let isBroken = false;
  const place = (key: string, completed: Completed): void => {
    if (completed === broken) isBroken = true;
    data[key] = completed;
  };
  for (const field of fields) {
    const completed = executeField(run, parentType, source, field, parent, depth, ignoreExtensions);
    if (completed instanceof Promise) {
      // Keeps the key's position in the response.
      data[field.key] = undefined;
      pending.push(completed.then((value) => place(field.key, value)));
    } else place(field.key, completed);
  }
  const whole = (): Completed => (isBroken ? broken : data);
  return pending.length === 0 ? whole() : Promise.all(pending).then(whole);
}

function executeField(
  run: Run,
  parentType: GraphQLObjectType,
  source: unknown,
  selected: SelectedField,
  parent: PathLink | undefined,
  depth: number,
  noteExtensions: NoteExtensions,
): MaybePromise<Completed> {
  const { name, coordinate, definition } = selected;
  if (!definition) return name === '__typename' ? parentType.name : null;
  const link: PathLink = { parent, key: selected.key };
  const complete = (value: unknown): MaybePromise<Completed> =>
    completeField(run, parentType, definition.type, value, selected, link, depth);
  // Most fields are read off their source: what a resolver needs is not made for them.
  const place = (): FieldPlace => ({ parentType, definition, selected, link, source });
  const limit = run.api.config.queryDepthLimit;
  if (limit > 0 && depth > limit) {
    reportField(run, place(), depthLimitReached);
    return complete(broken);
  }
  if (!run.api.isAuthorized(coordinate, run.request.caller)) {
    reportField(run, place(), notAuthorized(name, parentType.name));
    return complete(broken);
  }
  // Only GraphQL's own introspection fields have a resolver of graphql-js.
  if (definition.resolve) return complete(introspect(run, definition, selected, source));
  const resolver = run.api.resolvers.get(coordinate);
  if (!resolver) return complete((source as Fields | null)?.[name]);
  return andThen(resolveField(run, resolver, place(), noteExtensions), (outcome) => {
    if ('value' in outcome) return complete(outcome.value);
    reportField(run, place(), outcome.failure);
    return complete(broken);
  });
}

function completeField(
  run: Run,
  parentType: GraphQLObjectType,
  type: GraphQLOutputType,
  value: unknown,
  { nodes }: SelectedField,
  link: PathLink,
  depth: number,
): MaybePromise<Completed> {
  const completeObject: CompleteObject = (objectType, object, inner, at) => {
    const fields = run.prepared.selections.fieldsOf(inner, objectType, run.variables);
    return executeFields(run, objectType, object, fields, at, depth + 1);
  };
  const complete = run.api.completerOf(type);
  return complete(run, value, nodes, link, parentType.name, completeObject);
}

function introspect(
  run: Run,
  definition: GraphQLField<unknown, unknown>,
  { nodes: [node] }: SelectedField,
  source: unknown,
): unknown {
  const args = node ? coerceArguments(definition, node, run.variables) : {};
  // graphql-js's introspection reads nothing but the schema from its info.
  const info = { schema: run.api.schema } as GraphQLResolveInfo;
  return definition.resolve?.(source, args, undefined, info);
}

const ignoreExtensions: NoteExtensions = () => undefined;

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/configuration-limits.html (type; null goes to the nearest nullable parent)
// assumed: root fields are at depth 1; the words are not recorded
const depthLimitReached = {
  message: 'Query depth limit reached.',
  errorType: 'QueryDepthLimitReached',
};
