import {
  type FieldNode,
  type GraphQLOutputType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { Run } from './run.ts';

/** The part of a value that a selection asks for, under the value's own field names. */
export function filterBySelection(
  run: Pick<Run, 'prepared' | 'variables'>,
  type: GraphQLOutputType,
  nodes: readonly FieldNode[],
  value: unknown,
): unknown {
  if (value === null || value === undefined) return null;
  if (isNonNullType(type)) return filterBySelection(run, type.ofType, nodes, value);
  if (isListType(type)) {
    if (!Array.isArray(value)) return null;
    return value.map((item) => filterBySelection(run, type.ofType, nodes, item));
  }
  // assumed: data of an abstract type is left whole, since nothing says which selection applies
  if (!isObjectType(type)) return value;
  if (typeof value !== 'object' || Array.isArray(value)) return null;
  const record = value as Readonly<Record<string, unknown>>;
  const kept: Record<string, unknown> = {};
  for (const { name, nodes: inner } of run.prepared.selections.fieldsOf(
    nodes,
    type,
    run.variables,
  )) {
    const field = type.getFields()[name];
    if (field && Object.hasOwn(record, name)) {
      kept[name] = filterBySelection(run, field.type, inner, record[name]);
    }
  }
  return kept;
}
