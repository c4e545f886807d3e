import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  type ValueNode,
} from 'graphql';
import { javaText, javaTypeName } from './scalars/java-text.ts';
import { literalJson } from './literals.ts';
import { scalarNamed } from './scalars/table.ts';

/** Why an input value was refused, worded for the client. */
export class InputRefusal extends Error {
  /** Whether AppSync points at the variable's definition. */
  readonly isLocated: boolean;

  constructor(message: string, isLocated = true) {
    super(message);
    this.name = 'InputRefusal';
    this.isLocated = isLocated;
  }
}

/** Coerced input: what resolvers see. Absent optional fields stay absent, AWSJSON text is parsed. */
export type Inputs = Readonly<Record<string, unknown>>;

/**
 * Coerces a JSON value to an input type; `top` is the variable's name, `inner` the innermost field's.
 * Throws InputRefusal.
 */
export function coerceJson(
  value: unknown,
  type: GraphQLInputType,
  top: string,
  inner: string = top,
): unknown {
  if (isNonNullType(type)) {
    if (value !== null && value !== undefined) return coerceJson(value, type.ofType, top, inner);
    // observed: aws/aws-appsync-community#406 (the outermost name with the innermost type)
    throw new InputRefusal(
      `Variable '${top}' has coerced Null value for NonNull type '${String(type)}'`,
    );
  }
  if (value === null || value === undefined) return null;
  if (isListType(type)) {
    const items = Array.isArray(value) ? value : [value];
    return items.map((item: unknown) => coerceJson(item, type.ofType, top, inner));
  }
  if (isInputObjectType(type)) return coerceObject(value, type, top, inner);
  if (isEnumType(type)) {
    if (typeof value === 'string' && type.getValue(value)) return value;
    // assumed: the wording of graphql-java
    const why = `Invalid input for Enum '${type.name}'. No value found for name '${javaText(value)}'`;
    throw new InputRefusal(`Variable '${inner}' has an invalid value. ${why}`);
  }
  const outcome = scalarNamed(type.name).parse(value);
  if ('value' in outcome) return outcome.value;
  // observed: aws-amplify/amplify-flutter#822 (the innermost name), amplify-swift#278
  throw new InputRefusal(`Variable '${inner}' has an invalid value. ${outcome.problem}`);
}

function coerceObject(
  value: unknown,
  type: { name: string; getFields(): Record<string, GraphQLInputField> },
  top: string,
  inner: string,
): Inputs {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    // assumed: the wording of graphql-java
    const why = `Expected type 'Map' but was '${javaTypeName(value)}'. Variables for input objects must be an instance of type 'Map'.`;
    throw new InputRefusal(`Variable '${inner}' has an invalid value. ${why}`);
  }
  const fields = type.getFields();
  const given = new Map(Object.entries(value));
  for (const name of given.keys()) {
    if (Object.hasOwn(fields, name)) continue;
    // observed: aws/aws-appsync-community#273 (`locations: null`, a space at the end)
    throw new InputRefusal(
      `The variables input contains a field name '${name}' that is not defined for input object type '${type.name}' `,
      false,
    );
  }
  return collectInputs(Object.values(fields), (field) =>
    given.has(field.name)
      ? { value: coerceJson(given.get(field.name), field.type, top, field.name) }
      : undefined,
  );
}

/**
 * The value of a literal that passed validation, with variables filled in; undefined when an absent variable leaves it out.
 * Throws InputRefusal when a variable brings null where none may be.
 */
export function literalValue(
  node: ValueNode,
  type: GraphQLInputType,
  variables: Inputs,
): { readonly value: unknown } | undefined {
  if (node.kind === Kind.VARIABLE) {
    const name = node.name.value;
    if (!Object.hasOwn(variables, name)) return undefined;
    const value = variables[name];
    if (value === null && isNonNullType(type)) {
      throw new InputRefusal(
        `Variable '${name}' has coerced Null value for NonNull type '${String(type)}'`,
      );
    }
    return { value };
  }
  if (isNonNullType(type)) return literalValue(node, type.ofType, variables);
  if (node.kind === Kind.NULL) return { value: null };
  if (isListType(type)) {
    const items = node.kind === Kind.LIST ? node.values : [node];
    return {
      value: items.map((item) => literalValue(item, type.ofType, variables)?.value ?? null),
    };
  }
  if (isInputObjectType(type)) {
    const given = new Map(
      node.kind === Kind.OBJECT ? node.fields.map((field) => [field.name.value, field.value]) : [],
    );
    const value = collectInputs(Object.values(type.getFields()), (field) => {
      const literal = given.get(field.name);
      return literal && literalValue(literal, field.type, variables);
    });
    return { value };
  }
  if (isEnumType(type)) return { value: literalJson(node) };
  const outcome = scalarNamed(type.name).parse(literalJson(node));
  return { value: 'value' in outcome ? outcome.value : null };
}

/** The inputs of arguments or input fields: what is given, else the default, else nothing. Throws InputRefusal. */
export function collectInputs<T extends GraphQLArgument | GraphQLInputField>(
  definitions: readonly T[],
  given: (definition: T) => { readonly value: unknown } | undefined,
): Inputs {
  const inputs: Record<string, unknown> = {};
  for (const definition of definitions) {
    const found = given(definition) ?? defaultOf(definition);
    if (found) inputs[definition.name] = found.value;
    // The service words a missing field as it words a null.
    else if (isNonNullType(definition.type)) {
      throw new MissingInput(String(definition.type));
    }
  }
  return inputs;
}

/** A required input that nobody gave; the caller knows which variable it was in. */
export class MissingInput extends Error {
  readonly typeText: string;

  constructor(typeText: string) {
    super(`a value of type ${typeText} is missing`);
    this.name = 'MissingInput';
    this.typeText = typeText;
  }
}

function defaultOf(
  definition: GraphQLArgument | GraphQLInputField,
): { value: unknown } | undefined {
  const node = definition.astNode?.defaultValue;
  if (node) return literalValue(node, definition.type, {});
  return definition.defaultValue === undefined ? undefined : { value: definition.defaultValue };
}
