import {
  type FieldNode,
  type GraphQLAbstractType,
  type GraphQLLeafType,
  type GraphQLNullableType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { pathText, valueError } from './errors.ts';
import { javaText } from './scalars/java-text.ts';
import { nullableOf } from './nullable-type.ts';
import { type PathLink, pathOf } from './path.ts';
import type { Run } from './run.ts';
import { scalarNamed } from './scalars/table.ts';

/** A value that could not be given although an error says so already; a nullable position makes it null. */
export const broken = Symbol('broken');

/** A value as the response holds it, or `broken`. */
export type Completed = unknown;
/** A value now or later; leaves are completed without waiting. */
export type MaybePromise<T> = T | Promise<T>;

/** Completes an object by resolving its selected fields; `broken` when a non-null field has no value. */
export type CompleteObject = (
  type: GraphQLObjectType,
  value: unknown,
  nodes: readonly FieldNode[],
  link: PathLink,
) => MaybePromise<Completed>;

/**
 * Fits a resolved value to its type, in the Java engine's way and words. Nulls bubble by the GraphQL rules,
 * with one error for every non-null position that has none yet.
 */
export function completeValue(
  run: Run,
  type: GraphQLOutputType,
  value: unknown,
  nodes: readonly FieldNode[],
  link: PathLink,
  parentName: string,
  completeObject: CompleteObject,
): MaybePromise<Completed> {
  const nullable = nullableOf(type);
  const completed = completeNullable(run, nullable, value, nodes, link, parentName, completeObject);
  return completed instanceof Promise
    ? completed.then((later) => settle(run, type, later, link, parentName))
    : settle(run, type, completed, link, parentName);
}

function settle(
  run: Run,
  type: GraphQLOutputType,
  completed: Completed,
  link: PathLink,
  parentName: string,
): Completed {
  if (!isNonNullType(type)) return completed === broken ? null : completed;
  if (completed !== null) return completed;
  const path = pathOf(link);
  run.errors.push(valueError(path, nullMessage(nullableOf(type), parentName, pathText(path))));
  return broken;
}

// observed: aws/aws-appsync-community#247 (words); list types are printed as 'null'
/** The words for a null where none may be. */
export function nullMessage(type: GraphQLNullableType, parentName: string, path: string): string {
  const name = isListType(type) ? 'null' : type.name;
  return `Cannot return null for non-nullable type: '${name}' within parent '${parentName}' (${path})`;
}

function completeNullable(
  run: Run,
  type: GraphQLNullableType,
  value: unknown,
  nodes: readonly FieldNode[],
  link: PathLink,
  parentName: string,
  completeObject: CompleteObject,
): MaybePromise<Completed> {
  if (value === broken) return broken;
  if (value === null || value === undefined) return null;
  if (isLeafType(type)) return serializeLeaf(run, type, value, link);
  if (isListType(type)) {
    if (!Array.isArray(value)) return fail(run, link, mismatch(link, 'LIST', value));
    const items = value.map((item: unknown, key) =>
      completeValue(
        run,
        type.ofType as GraphQLOutputType,
        item,
        nodes,
        { parent: link, key },
        parentName,
        completeObject,
      ),
    );
    const whole = (all: readonly Completed[]): Completed => (all.includes(broken) ? broken : all);
    return items.some((item) => item instanceof Promise)
      ? Promise.all(items).then(whole)
      : whole(items);
  }
  // assumed: words by analogy with the mismatch of lists
  if (typeof value !== 'object' || Array.isArray(value))
    return fail(run, link, mismatch(link, 'OBJECT', value));
  if (isAbstractType(type)) {
    const concrete = concreteType(run, type, value);
    return concrete
      ? completeObject(concrete, value, nodes, link)
      : fail(run, link, unresolved(type, link));
  }
  return completeObject(type as GraphQLObjectType, value, nodes, link);
}

function fail(run: Run, link: PathLink, message: string): typeof broken {
  run.errors.push(valueError(pathOf(link), message));
  return broken;
}

function serializeLeaf(run: Run, type: GraphQLLeafType, value: unknown, link: PathLink): Completed {
  let problem: string;
  if (isEnumType(type)) {
    if (typeof value === 'string' && type.getValue(value)) return value;
    // assumed: the wording of graphql-java
    problem = `Invalid input for Enum '${type.name}'. Unknown value '${javaText(value)}'`;
  } else {
    const outcome = scalarNamed(type.name).serialize(value);
    if ('value' in outcome) return outcome.value;
    problem = outcome.problem;
  }
  const path = pathOf(link);
  // observed: aws-amplify/amplify-js#5963
  run.errors.push(valueError(path, `Can't serialize value (${pathText(path)}) : ${problem}`));
  return broken;
}

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/interfaces-and-unions.html (`__typename` decides)
function concreteType(
  run: Run,
  type: GraphQLAbstractType,
  value: object,
): GraphQLObjectType | undefined {
  const name: unknown = '__typename' in value ? value.__typename : undefined;
  const named = typeof name === 'string' ? run.api.schema.getType(name) : undefined;
  return isObjectType(named) && run.api.schema.isSubType(type, named) ? named : undefined;
}

// observed: `Can't resolve value (/posts) : type mismatch error, expected type LIST, got OBJECT`
function mismatch(link: PathLink, expected: string, value: unknown): string {
  const got = Array.isArray(value) ? 'LIST' : typeof value === 'object' ? 'OBJECT' : typeof value;
  return `Can't resolve value (${pathText(pathOf(link))}) : type mismatch error, expected type ${expected}, got ${got.toUpperCase()}`;
}

// assumed: the wording of graphql-java
function unresolved(type: GraphQLAbstractType, link: PathLink): string {
  return `Can't resolve value (${pathText(pathOf(link))}) : Could not determine the exact type of '${type.name}'`;
}
