import {
  getNamedType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  isScalarType,
  Kind,
  type ValueNode,
} from 'graphql';
import { scalarNamed } from './scalars/table.ts';

// observed: aws/aws-appsync-community#273 and awslabs/aws-mobile-appsync-sdk-js#554 (the Java engine's rendering of literals)
/** A literal as the service's messages print it: `StringValue{value='x'}`. */
export function literalText(node: ValueNode): string {
  switch (node.kind) {
    case Kind.NULL:
      return 'NullValue{}';
    case Kind.VARIABLE:
      return `VariableReference{name='${node.name.value}'}`;
    case Kind.ENUM:
      return `EnumValue{name='${node.value}'}`;
    case Kind.LIST:
      return `ArrayValue{values=[${node.values.map(literalText).join(', ')}]}`;
    case Kind.OBJECT: {
      const fields = node.fields.map(
        ({ name, value }) => `ObjectField{name='${name.value}', value=${literalText(value)}}`,
      );
      return `ObjectValue{objectFields=[${fields.join(', ')}]}`;
    }
    case Kind.STRING:
      return `StringValue{value='${node.value}'}`;
    default:
      return `${node.kind}{value=${node.value}}`;
  }
}

/** A literal as JSON; variables inside are left out. */
export function literalJson(node: ValueNode): unknown {
  switch (node.kind) {
    case Kind.NULL:
    case Kind.VARIABLE:
      return null;
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.LIST:
      return node.values.map(literalJson);
    case Kind.OBJECT:
      return Object.fromEntries(node.fields.map((f) => [f.name.value, literalJson(f.value)]));
    default:
      return node.value;
  }
}

/**
 * What is wrong with a literal at an argument, in the service's words: `argument 'a.b' with value '…' is not a valid 'Int'`.
 * Undefined when it is fine; variables are checked elsewhere.
 */
export function literalProblem(
  name: string,
  node: ValueNode,
  type: GraphQLInputType,
): string | undefined {
  if (node.kind === Kind.VARIABLE) return undefined;
  if (isNonNullType(type)) {
    // assumed: the wording of graphql-java
    if (node.kind === Kind.NULL) return refuse(name, node, 'must not be null');
    return literalProblem(name, node, type.ofType);
  }
  if (node.kind === Kind.NULL) return undefined;
  if (isListType(type)) return listProblem(name, node, type.ofType);
  if (isInputObjectType(type)) return objectProblem(name, node, type);
  return isValidLeaf(node, type)
    ? undefined
    : refuse(name, node, `is not a valid '${getNamedType(type).name}'`);
}

function listProblem(
  name: string,
  node: ValueNode,
  itemType: GraphQLInputType,
): string | undefined {
  if (node.kind !== Kind.LIST) return literalProblem(name, node, itemType);
  for (const [index, item] of node.values.entries()) {
    const problem = literalProblem(`${name}[${index}]`, item, itemType);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

// observed: aws/aws-appsync-community#273 (missing required fields are reported before unknown ones)
function objectProblem(
  name: string,
  node: ValueNode,
  type: GraphQLInputObjectType,
): string | undefined {
  // assumed: the wording of graphql-java
  if (node.kind !== Kind.OBJECT) return refuse(name, node, 'must be an object type');
  const fields = type.getFields();
  const given = new Set(node.fields.map((field) => field.name.value));
  const missing = Object.values(fields).filter(
    (f) => isRequiredInputField(f) && !given.has(f.name),
  );
  if (missing.length > 0) {
    const names = missing.map((field) => field.name).join(', ');
    return refuse(name, node, `is missing required fields '[${names}]'`);
  }
  for (const { name: key, value } of node.fields) {
    const field = fields[key.value];
    // assumed: the wording of graphql-java
    if (!field) return refuse(name, node, `contains a field not in '${type.name}': '${key.value}'`);
    // observed: aws/aws-cli#7078 (nested names are joined by dots)
    const problem = literalProblem(`${name}.${key.value}`, value, field.type);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function isValidLeaf(node: ValueNode, type: GraphQLInputType): boolean {
  if (isEnumType(type)) return node.kind === Kind.ENUM && type.getValue(node.value) !== undefined;
  if (!isScalarType(type)) return false;
  // documented: https://spec.graphql.org/October2021/#sec-Scalars.Input-Coercion (literals are strict)
  const kinds = LITERALS_OF[type.name] ?? [type.name === 'AWSTimestamp' ? Kind.INT : Kind.STRING];
  return kinds.includes(node.kind) && 'value' in scalarNamed(type.name).parse(literalJson(node));
}

const LITERALS_OF: Readonly<Record<string, readonly Kind[]>> = {
  Int: [Kind.INT],
  Float: [Kind.INT, Kind.FLOAT],
  Boolean: [Kind.BOOLEAN],
  ID: [Kind.STRING, Kind.INT],
};

function refuse(name: string, node: ValueNode, why: string): string {
  return `argument '${name}' with value '${literalText(node)}' ${why}`;
}
