import {
  type FieldNode,
  type GraphQLAbstractType,
  type GraphQLEnumType,
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
import { andThen, type MaybePromise } from './maybe-promise.ts';
import { nullableOf } from './nullable-type.ts';
import { type PathLink, pathOf } from './path.ts';
import type { Run } from './run.ts';
import type { Scalar } from './scalars/scalar.ts';
import { scalarNamed } from './scalars/table.ts';

/** A value that could not be given although an error says so already; a nullable position makes it null. */
export const broken = Symbol('broken');

/** A value as the response holds it, or `broken`. */
export type Completed = unknown;

/** Completes an object by resolving its selected fields; `broken` when a non-null field has no value. */
export type CompleteObject = (
  type: GraphQLObjectType,
  value: unknown,
  nodes: readonly FieldNode[],
  link: PathLink,
) => MaybePromise<Completed>;

/** Fits a resolved value to one type. */
export type Completer = (
  run: Run,
  value: unknown,
  nodes: readonly FieldNode[],
  link: PathLink,
  parentName: string,
  completeObject: CompleteObject,
) => MaybePromise<Completed>;

/**
 * Completers of types, each made once: what a type is need not be found out for every value.
 * They fit values in the Java engine's way and words. Nulls bubble by the GraphQL rules, with one error for every
 * non-null position that has none yet.
 */
export function createCompleters(): (type: GraphQLOutputType) => Completer {
  const made = new Map<GraphQLOutputType, Completer>();
  return completerOf;

  function completerOf(type: GraphQLOutputType): Completer {
    const known = made.get(type);
    if (known) return known;
    const bare = nullableOf(type);
    const completer = isNonNullType(type) ? nonNull(bare) : nullable(bare);
    made.set(type, completer);
    return completer;
  }

  function nonNull(type: GraphQLNullableType): Completer {
    const complete = plainCompleter(type, completerOf);
    return (run, value, nodes, link, parentName, completeObject) => {
      const completed = complete(run, value, nodes, link, parentName, completeObject);
      if (completed instanceof Promise)
        return completed.then((later) => settle(run, later, link, parentName));
      return completed === null ? settle(run, null, link, parentName) : completed;
    };

    function settle(run: Run, completed: Completed, link: PathLink, parentName: string): Completed {
      if (completed !== null) return completed;
      const path = pathOf(link);
      run.errors.push(valueError(path, nullMessage(type, parentName, pathText(path))));
      return broken;
    }
  }

  function nullable(type: GraphQLNullableType): Completer {
    const complete = plainCompleter(type, completerOf);
    return (...given) =>
      andThen(complete(...given), (completed) => (completed === broken ? null : completed));
  }
}

// observed: aws/aws-appsync-community#247 (words); list types are printed as 'null'
/** The words for a null where none may be. */
export function nullMessage(type: GraphQLNullableType, parentName: string, path: string): string {
  const name = isListType(type) ? 'null' : type.name;
  return `Cannot return null for non-nullable type: '${name}' within parent '${parentName}' (${path})`;
}

/** Completes a value whose absence is nobody's business yet: null, or `broken`, goes to its position. */
function plainCompleter(
  type: GraphQLNullableType,
  completerOf: (type: GraphQLOutputType) => Completer,
): Completer {
  const complete = presentCompleter(type, completerOf);
  return (run, value, nodes, link, parentName, completeObject) => {
    if (value === broken) return broken;
    if (value === null || value === undefined) return null;
    return complete(run, value, nodes, link, parentName, completeObject);
  };
}

function presentCompleter(
  type: GraphQLNullableType,
  completerOf: (type: GraphQLOutputType) => Completer,
): Completer {
  if (isLeafType(type)) return leafCompleter(type);
  if (isListType(type)) return listCompleter(completerOf(type.ofType as GraphQLOutputType));
  return (run, value, nodes, link, _parentName, completeObject) => {
    // assumed: words by analogy with the mismatch of lists
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return fail(run, link, mismatch(link, 'OBJECT', value));
    if (!isAbstractType(type)) return completeObject(type as GraphQLObjectType, value, nodes, link);
    const concrete = concreteType(run, type, value);
    return concrete
      ? completeObject(concrete, value, nodes, link)
      : fail(run, link, unresolved(type, link));
  };
}

function listCompleter(completeItem: Completer): Completer {
  const whole = (all: readonly Completed[]): Completed => (all.includes(broken) ? broken : all);
  return (run, value, nodes, link, parentName, completeObject) => {
    if (!Array.isArray(value)) return fail(run, link, mismatch(link, 'LIST', value));
    const items = value.map((item: unknown, key) =>
      completeItem(run, item, nodes, { parent: link, key }, parentName, completeObject),
    );
    return items.some((item) => item instanceof Promise)
      ? Promise.all(items).then(whole)
      : whole(items);
  };
}

function fail(run: Run, link: PathLink, message: string): typeof broken {
  run.errors.push(valueError(pathOf(link), message));
  return broken;
}

function leafCompleter(type: GraphQLLeafType): Completer {
  const serialize = isEnumType(type) ? enumSerializer(type) : scalarNamed(type.name).serialize;
  return (run, value, _nodes, link) => {
    const outcome = serialize(value);
    if ('value' in outcome) return outcome.value;
    const path = pathOf(link);
    // observed: aws-amplify/amplify-js#5963
    const message = `Can't serialize value (${pathText(path)}) : ${outcome.problem}`;
    run.errors.push(valueError(path, message));
    return broken;
  };
}

function enumSerializer(type: GraphQLEnumType): Scalar['serialize'] {
  return (value) =>
    typeof value === 'string' && type.getValue(value)
      ? { value }
      : // assumed: the wording of graphql-java
        { problem: `Invalid input for Enum '${type.name}'. Unknown value '${javaText(value)}'` };
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

// observed: aws-amplify/amplify-studio#81 (up to `expected type LIST`); assumed: `, got OBJECT`
function mismatch(link: PathLink, expected: string, value: unknown): string {
  const got = Array.isArray(value) ? 'LIST' : typeof value === 'object' ? 'OBJECT' : typeof value;
  return `Can't resolve value (${pathText(pathOf(link))}) : type mismatch error, expected type ${expected}, got ${got.toUpperCase()}`;
}

// assumed: the wording of graphql-java
function unresolved(type: GraphQLAbstractType, link: PathLink): string {
  return `Can't resolve value (${pathText(pathOf(link))}) : Could not determine the exact type of '${type.name}'`;
}
