import {
  buildClientSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql';
import introspection from '../../schema/generated/introspection.json' with { type: 'json' };
import { kebabCase, namesOfOption } from './option-names.ts';

/** An input of the schema that an option sets. */
export interface InputOption {
  /** Where it is in the variables: `input`, `definition`, `sample`, `amountOfRows`. */
  readonly path: readonly string[];
  /** Its names without dashes; the first is the one that is told. */
  readonly names: readonly string[];
  /** The schema's words, with options in place of the fields beside it. */
  readonly doc: string;
  /** The named type: a scalar's or an enum's. */
  readonly type: string;
  /** The values of an enum. */
  readonly values: readonly string[] | undefined;
  readonly isList: boolean;
  readonly isRequired: boolean;
  /** What the server takes when it is left out; undefined when there is none. */
  readonly defaultValue: unknown;
}

/** A kind of report. */
export interface Kind {
  /** As people write it: `flight-delays`. */
  readonly name: string;
  /** As the schema writes it: `flightDelays`. */
  readonly field: string;
  readonly doc: string;
  /** What its rows are. */
  readonly about: string;
  readonly parameters: readonly InputOption[];
}

/** What the schema lets somebody ask for. */
export interface Catalogue {
  readonly kinds: readonly Kind[];
  /** What every order takes besides its kind's parameters. */
  readonly order: readonly InputOption[];
  /** What a list takes. */
  readonly list: readonly InputOption[];
}

type Input = GraphQLArgument | GraphQLInputField;

/** Reads the published schema. */
export function readCatalogue(source: unknown = introspection): Catalogue {
  const schema = buildClientSchema(source as IntrospectionQuery);
  const definition = inputObject(schema, 'ReportDefinitionInput');
  const order = inputObject(schema, 'GenerateReportInput');
  const listArguments = schema.getQueryType()?.getFields().listReports?.args ?? [];
  const withoutDefinition = Object.values(order.getFields()).filter(
    ({ name }) => name !== 'definition',
  );
  return {
    kinds: Object.values(definition.getFields()).map((field) => {
      const parameters = inputObject(schema, getNamedType(field.type).name);
      return {
        name: kebabCase(field.name),
        field: field.name,
        doc: field.description ?? '',
        about: parameters.description ?? '',
        parameters: optionsOf(Object.values(parameters.getFields()), [
          'input',
          'definition',
          field.name,
        ]),
      };
    }),
    order: optionsOf(withoutDefinition, ['input']),
    list: optionsOf(listArguments, []),
  };
}

/** The option that sets an input, by the path a refusal names; undefined where none does. */
export function optionAt(catalogue: Catalogue, path: string): InputOption | undefined {
  const { kinds, order, list } = catalogue;
  const all = [...kinds.flatMap(({ parameters }) => parameters), ...order, ...list];
  return all.find((option) => option.path.join('.') === path);
}

/** The option as people write it. */
export const written = ({ names }: InputOption): string => `--${names[0] ?? ''}`;

/** What the server takes when an option is left out, as people write it; undefined when nothing. */
export function toldDefault({ defaultValue, values }: InputOption): string | undefined {
  if (defaultValue === undefined) return undefined;
  const text = typeof defaultValue === 'string' ? defaultValue : JSON.stringify(defaultValue);
  return values ? text.toLowerCase() : text;
}

/** Words of the schema or the server with options in place of the inputs they name, such as `fromDate`. */
export function nameOptions(text: string, beside: readonly InputOption[]): string {
  return text.replace(/`?\b([a-z]\w+)\b`?/g, (word, name: string) => {
    const found = beside.find(({ path }) => path.at(-1) === name && /[A-Z]/.test(name));
    return found ? written(found) : word;
  });
}

/** The options for `inputs` at a place in the variables; those of nested inputs begin with the name of what holds them. */
function optionsOf(
  inputs: readonly Input[],
  at: readonly string[],
  within: readonly string[] = [],
): InputOption[] {
  const options = inputs.flatMap((input): InputOption[] => {
    const { name, description, defaultValue } = input;
    const path = [...at, name];
    const own = [...within, name];
    const type = getNamedType(input.type);
    if (isInputObjectType(type)) return optionsOf(Object.values(type.getFields()), path, own);
    return [
      {
        path,
        names: namesOfOption(own),
        doc: description ?? '',
        type: type.name,
        values: isEnumType(type) ? type.getValues().map((value) => value.name) : undefined,
        isList: isListType(getNullableType(input.type)),
        isRequired: isNonNullType(input.type) && defaultValue === undefined,
        defaultValue,
      },
    ];
  });
  // What must be said comes first; introspection has the order of the alphabet.
  options.sort((a, b) => Number(b.isRequired) - Number(a.isRequired));
  return options.map((option) => ({ ...option, doc: nameOptions(option.doc, options) }));
}

function inputObject(schema: GraphQLSchema, name: string): GraphQLInputObjectType {
  const type = schema.getType(name);
  if (isInputObjectType(type)) return type;
  throw new Error(`The schema has no input type ${name}.`);
}
