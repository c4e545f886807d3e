import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLSchema,
} from 'graphql';
import { boundsOf, enginesIn, withoutEngines } from './bounds.ts';

/**
 * A plugin for graphql-codegen: what a form needs to know to order any kind of report, read from the input types and
 * their descriptions. A hundredth of the introspection, so that a page can carry it.
 */
export function plugin(schema: GraphQLSchema): string {
  const definition = inputObject(schema, 'ReportDefinitionInput');
  const order = inputObject(schema, 'GenerateReportInput');
  const kinds = asWritten(definition).map((field) => {
    const parameters = inputObject(schema, getNamedType(field.type).name);
    const about = parameters.description ?? '';
    const engines = enginesIn(about);
    return {
      name: field.name,
      doc: field.description ?? '',
      about: withoutEngines(about),
      ...(engines.length > 1 ? { engines } : {}),
      inputs: inputsOf(parameters, ['input', 'definition', field.name]),
    };
  });
  const title = boundsOf(order.getFields().title?.description ?? '');
  return [
    TYPES,
    constant('ORDER_KINDS', 'readonly OrderKind[]', kinds),
    constant('MAX_TITLE_CHARACTERS', 'number', title.maxCharacters ?? null),
    constant('ORDER_FORMATS', 'readonly EnumValue[]', valuesOf(schema, 'ReportFormat')),
  ].join('\n\n');
}

const TYPES = `/** A value of an enum with its description. */
export interface EnumValue {
  readonly value: string;
  readonly doc: string;
}

/** What may be entered, as the description says it: schema/bounds.ts has the phrases. */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
  readonly firstDay?: string;
  readonly lastDay?: string;
  readonly yearsAfter?: { readonly years: number; readonly field: string };
  readonly letters?: number;
  readonly maxCharacters?: number;
  readonly example?: string;
}

/** An input of an order. */
export interface OrderInput {
  /** Where it is in the variables, and how a refusal names it: input, definition, sample, amountOfRows. */
  readonly path: readonly string[];
  /** The named type: a scalar's or an enum's. */
  readonly type: string;
  readonly isList: boolean;
  readonly isRequired: boolean;
  readonly doc: string;
  readonly bounds: Bounds;
  /** What the API takes when it is left out. */
  readonly defaultValue?: unknown;
  /** The values of an enum. */
  readonly values?: readonly EnumValue[];
}

/** A kind of report. */
export interface OrderKind {
  readonly name: string;
  readonly doc: string;
  /** What its rows are. */
  readonly about: string;
  /** What can make its rows, the usual first, where there is a choice. */
  readonly engines?: readonly string[];
  readonly inputs: readonly OrderInput[];
}`;

function constant(name: string, type: string, value: unknown): string {
  return `export const ${name}: ${type} = ${JSON.stringify(value, null, 2)};`;
}

/** The inputs of a type, those of nested types in their place. */
function inputsOf(
  type: GraphQLInputObjectType,
  at: readonly string[],
): ReturnType<typeof describeInput>[] {
  return asWritten(type).flatMap((field) => {
    const named = getNamedType(field.type);
    const path = [...at, field.name];
    if (isInputObjectType(named)) {
      return inputsOf(named, path);
    }
    return [describeInput(field, path)];
  });
}

/** The fields in the order of the file: the generator hands them over by the alphabet. */
function asWritten(type: GraphQLInputObjectType): GraphQLInputField[] {
  const at = (field: GraphQLInputField): number => field.astNode?.loc?.start ?? 0;
  return Object.values(type.getFields()).sort((a, b) => at(a) - at(b));
}

function describeInput(field: GraphQLInputField, path: readonly string[]) {
  const named = getNamedType(field.type);
  const doc = field.description ?? '';
  return {
    path,
    type: named.name,
    isList: isListType(getNullableType(field.type)),
    isRequired: isNonNullType(field.type) && field.defaultValue === undefined,
    doc,
    bounds: boundsOf(doc),
    ...(field.defaultValue === undefined ? {} : { defaultValue: field.defaultValue }),
    ...(isEnumType(named)
      ? {
          values: named
            .getValues()
            .map(({ name, description }) => ({ value: name, doc: description ?? '' })),
        }
      : {}),
  };
}

function valuesOf(schema: GraphQLSchema, name: string): object[] {
  const type = schema.getType(name);
  if (!isEnumType(type)) throw new Error(`The schema has no enum ${name}.`);
  return type
    .getValues()
    .map(({ name: value, description }) => ({ value, doc: description ?? '' }));
}

function inputObject(schema: GraphQLSchema, name: string): GraphQLInputObjectType {
  const type = schema.getType(name);
  if (isInputObjectType(type)) return type;
  throw new Error(`The schema has no input type ${name}.`);
}
