import {
  type FieldNode,
  type GraphQLNullableType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { AcceptedSubscription, AppSyncError } from '../types.ts';
import { broken, nullMessage } from './complete.ts';
import { pathText } from './errors.ts';
import { nullableOf } from './nullable-type.ts';
import { type PathLink, pathOf } from './path.ts';
import type { SelectedField, Selections } from './selection.ts';

/** What a projection reads: the subscriber's document. */
export interface ProjectionSource {
  readonly schema: GraphQLSchema;
  readonly selections: Selections;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly subscriptionType: GraphQLObjectType;
  readonly root: SelectedField;
}

/** Shapes one position of a message; `parent` and `key` say where it is, for errors. */
type Project = (
  value: unknown,
  parent: PathLink | undefined,
  key: string | number,
  errors: AppSyncError[],
) => unknown;

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-data.html
/**
 * Shapes mutation results by a subscriber's selection; no resolver runs, what the mutation did not select is null.
 * The selection is read at the first message, and not again.
 */
export function createProjection(source: ProjectionSource): AcceptedSubscription['project'] {
  const { root, subscriptionType } = source;
  let project: Project | undefined;
  return ({ result }) => {
    const definition = subscriptionType.getFields()[root.name];
    if (!definition) return { data: null };
    project ??= projectionOf(source, definition.type, root.nodes, subscriptionType.name);
    const errors: AppSyncError[] = [];
    const value = project(result, undefined, root.key, errors);
    const data = value === broken ? null : { [root.key]: value };
    return errors.length === 0 ? { data } : { data, errors };
  };
}

function projectionOf(
  source: ProjectionSource,
  type: GraphQLOutputType,
  nodes: readonly FieldNode[],
  parentName: string,
): Project {
  const nullable = nullableOf(type);
  const project = nullableProjectionOf(source, nullable, nodes, parentName);
  if (!isNonNullType(type)) {
    return (value, parent, key, errors) => {
      const projected = project(value, parent, key, errors);
      return projected === broken ? null : projected;
    };
  }
  return (value, parent, key, errors) => {
    const projected = project(value, parent, key, errors);
    if (projected !== null) return projected;
    const path = pathOf({ parent, key });
    // observed: aws-amplify/amplify-category-api#1338 (message and path only, one error per missing field)
    errors.push({ message: nullMessage(nullable, parentName, pathText(path)), path });
    return broken;
  };
}

function nullableProjectionOf(
  source: ProjectionSource,
  type: GraphQLNullableType,
  nodes: readonly FieldNode[],
  parentName: string,
): Project {
  if (isListType(type)) {
    const itemType = type.ofType as GraphQLOutputType;
    const project = projectionOf(source, itemType, nodes, parentName);
    return (value, parent, key, errors) => {
      if (!Array.isArray(value)) return null;
      const link = { parent, key };
      const items = value.map((item: unknown, index) => project(item, link, index, errors));
      return items.includes(broken) ? broken : items;
    };
  }
  if (isObjectType(type)) return objectProjectionOf(source, type, nodes);
  if (!isAbstractType(type)) return (value) => value ?? null;
  const byName = new Map<unknown, Project>();
  return (value, parent, key, errors) => {
    if (value === null || value === undefined) return null;
    const name = (value as Fields)['__typename'];
    const known = byName.get(name);
    if (known) return known(value, parent, key, errors);
    const concrete = source.schema.getType(String(name));
    if (!isObjectType(concrete)) return null;
    const project = objectProjectionOf(source, concrete, nodes);
    byName.set(name, project);
    return project(value, parent, key, errors);
  };
}

type Fields = Readonly<Record<string, unknown>>;

function objectProjectionOf(
  source: ProjectionSource,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
): Project {
  const selected = source.selections.fieldsOf(nodes, type, source.variables);
  const fields = selected.map(({ key, name, nodes: inner }) => {
    const field = type.getFields()[name];
    // assumed: a subscriber gets `__typename` even when the mutation did not select it
    const project: Project = field
      ? projectionOf(source, field.type, inner, type.name)
      : () => type.name;
    return { key, name, project };
  });
  return (value, parent, key, errors) => {
    if (value === null || value === undefined) return null;
    const link = { parent, key };
    const data: Record<string, unknown> = {};
    let isBroken = false;
    for (const field of fields) {
      const projected = field.project((value as Fields)[field.name], link, field.key, errors);
      if (projected === broken) isBroken = true;
      data[field.key] = projected;
    }
    return isBroken ? broken : data;
  };
}
