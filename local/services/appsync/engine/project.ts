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

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-data.html
/** Shapes mutation results by a subscriber's selection; no resolver runs, what the mutation did not select is null. */
export function createProjection(source: ProjectionSource): AcceptedSubscription['project'] {
  const { root, subscriptionType } = source;
  const definition = subscriptionType.getFields()[root.name];
  return ({ result }) => {
    if (!definition) return { data: null };
    const errors: AppSyncError[] = [];
    const link: PathLink = { parent: undefined, key: root.key };
    const value = projectValue(
      source,
      definition.type,
      result,
      root.nodes,
      link,
      subscriptionType.name,
      errors,
    );
    const data = value === broken ? null : { [root.key]: value };
    return errors.length === 0 ? { data } : { data, errors };
  };
}

function projectValue(
  source: ProjectionSource,
  type: GraphQLOutputType,
  value: unknown,
  nodes: readonly FieldNode[],
  link: PathLink,
  parentName: string,
  errors: AppSyncError[],
): unknown {
  const nullable = nullableOf(type);
  const projected = projectNullable(source, nullable, value, nodes, link, parentName, errors);
  if (!isNonNullType(type)) return projected === broken ? null : projected;
  if (projected !== null) return projected;
  const path = pathOf(link);
  // observed: aws-amplify/amplify-category-api#1338 (message and path only, one error per missing field)
  errors.push({ message: nullMessage(nullable, parentName, pathText(path)), path });
  return broken;
}

function projectNullable(
  source: ProjectionSource,
  type: GraphQLNullableType,
  value: unknown,
  nodes: readonly FieldNode[],
  link: PathLink,
  parentName: string,
  errors: AppSyncError[],
): unknown {
  if (value === null || value === undefined) return null;
  if (isListType(type)) {
    if (!Array.isArray(value)) return null;
    const itemType = type.ofType as GraphQLOutputType;
    const items = value.map((item: unknown, key) =>
      projectValue(source, itemType, item, nodes, { parent: link, key }, parentName, errors),
    );
    return items.includes(broken) ? broken : items;
  }
  if (!isObjectType(type) && !isAbstractType(type)) return value;
  const record = value as Readonly<Record<string, unknown>>;
  const concrete = isObjectType(type) ? type : source.schema.getType(String(record.__typename));
  if (!isObjectType(concrete)) return null;
  return projectObject(source, concrete, record, nodes, link, errors);
}

function projectObject(
  source: ProjectionSource,
  type: GraphQLObjectType,
  record: Readonly<Record<string, unknown>>,
  nodes: readonly FieldNode[],
  link: PathLink,
  errors: AppSyncError[],
): unknown {
  const data: Record<string, unknown> = {};
  let isBroken = false;
  for (const { key, name, nodes: inner } of source.selections.fieldsOf(
    nodes,
    type,
    source.variables,
  )) {
    const field = type.getFields()[name];
    // assumed: a subscriber gets `__typename` even when the mutation did not select it
    const projected = field
      ? projectValue(
          source,
          field.type,
          record[name],
          inner,
          { parent: link, key },
          type.name,
          errors,
        )
      : type.name;
    if (projected === broken) isBroken = true;
    data[key] = projected;
  }
  return isBroken ? broken : data;
}
