import {
  type GraphQLField,
  type FieldNode,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
  type VariableDefinitionNode,
} from 'graphql';
import type { AppSyncError } from '../types.ts';
import { documentError } from './errors.ts';
import {
  coerceJson,
  collectInputs,
  InputRefusal,
  type Inputs,
  literalValue,
  MissingInput,
} from './input-values.ts';

/** A variable that an operation declares. */
export interface DeclaredVariable {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly definition: VariableDefinitionNode;
}

/** The variables of an operation that passed validation. */
export function declaredVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
): readonly DeclaredVariable[] {
  return (operation.variableDefinitions ?? []).flatMap((definition) => {
    const type = typeFromAST(schema, definition.type);
    return isInputType(type) ? [{ name: definition.variable.name.value, type, definition }] : [];
  });
}

/** Coerces an operation's variables; the first refusal ends it, as in the service. */
export function coerceVariables(
  declared: readonly DeclaredVariable[],
  given: Readonly<Record<string, unknown>>,
): { readonly values: Inputs } | { readonly errors: readonly AppSyncError[] } {
  const values: Record<string, unknown> = {};
  for (const { name, type, definition } of declared) {
    try {
      const found = coerceVariable(definition, name, type, given);
      if (found) values[name] = found.value;
    } catch (error) {
      return { errors: [variableError(error, name, definition)] };
    }
  }
  return { values };
}

/** The arguments of a field, as resolvers see them. Throws InputRefusal. */
export function coerceArguments(
  field: Pick<GraphQLField<unknown, unknown>, 'args'>,
  node: FieldNode,
  variables: Inputs,
): Inputs {
  if (field.args.length === 0) return {};
  try {
    return collectInputs(field.args, (argument) => {
      const literal = node.arguments?.find(({ name }) => name.value === argument.name);
      return literal && literalValue(literal.value, argument.type, variables);
    });
  } catch (error) {
    if (!(error instanceof MissingInput)) throw error;
    throw new InputRefusal(
      `Variable '${node.name.value}' has coerced Null value for NonNull type '${error.typeText}'`,
    );
  }
}

function coerceVariable(
  definition: VariableDefinitionNode,
  name: string,
  type: GraphQLInputType,
  given: Readonly<Record<string, unknown>>,
): { value: unknown } | undefined {
  if (Object.hasOwn(given, name) && given[name] !== undefined) {
    return { value: coerceJson(given[name], type, name) };
  }
  if (definition.defaultValue) return literalValue(definition.defaultValue, type, {});
  return isNonNullType(type) ? { value: coerceJson(null, type, name) } : undefined;
}

function variableError(
  error: unknown,
  name: string,
  definition: VariableDefinitionNode,
): AppSyncError {
  if (error instanceof MissingInput) {
    const message = `Variable '${name}' has coerced Null value for NonNull type '${error.typeText}'`;
    return documentError(message, [definition]);
  }
  if (!(error instanceof InputRefusal)) throw error;
  return documentError(error.message, error.isLocated ? [definition] : null);
}
