/** Turns the messages of graphql-js's validation rules into the service's kinds and words. */
interface Wording {
  readonly pattern: RegExp;
  readonly kind: string;
  readonly detail: (match: readonly string[]) => string;
  /** Which node of the error the service points at; the first when absent. */
  readonly node?: number;
}

const NAME = '"([^"]*)"';

const WORDINGS: readonly Wording[] = [
  // observed: graphql/graphql-over-http#81
  wording(
    `^Cannot query field ${NAME} on type ${NAME}`,
    'FieldUndefined',
    ([f, t]) => `Field '${f}' in type '${t}' is undefined`,
  ),
  // observed: aws-amplify/amplify-js#7435
  wording(
    `^Field ${NAME} argument ${NAME} of type .* is required`,
    'MissingFieldArgument',
    ([, a]) => `Missing field argument ${a}`,
  ),
  // observed: aws-amplify/amplify-cli#4016
  wording(`^Unknown type ${NAME}`, 'UnknownType', ([t]) => `Unknown type ${t}`),
  // observed: aws-amplify/amplify-android#702; for lists and non-null types the service prints `null` as the name
  wording(
    `^Field ${NAME} of type ${NAME} must have a selection`,
    'SubSelectionRequired',
    ([f, t]) => `Sub selection required for type ${plainName(t)} of field ${f}`,
  ),
  // observed: aws-amplify/amplify-cli#1296
  wording(
    `^Field ${NAME} must not have a selection since type ${NAME}`,
    'SubSelectionNotAllowed',
    ([f, t]) => `Sub selection not allowed on leaf type ${plainName(t)} of field ${f}`,
  ),
  // observed: apollographql/graphql-tag#652
  wording(
    `^Variable "\\$([^"]*)" of type ${NAME} used in position expecting type ${NAME}`,
    'VariableTypeMismatch',
    ([, a, b]) => `Variable type '${a}' doesn't match expected type '${b}'`,
    1,
  ),
  // assumed: the remaining kinds and words are those of graphql-java, the engine the service grew from
  wording(
    `^Unknown argument ${NAME} on field`,
    'UnknownArgument',
    ([a]) => `Unknown field argument ${a}`,
  ),
  wording(
    `^Unknown argument ${NAME} on directive`,
    'UnknownArgument',
    ([a]) => `Unknown directive argument ${a}`,
  ),
  wording(
    `^Directive ${NAME} argument ${NAME} of type .* is required`,
    'MissingDirectiveArgument',
    ([, a]) => `Missing directive argument ${a}`,
  ),
  wording(`^Unknown directive "@([^"]*)"`, 'UnknownDirective', ([d]) => `Unknown directive ${d}`),
  wording(
    `^Directive "@([^"]*)" may not be used`,
    'MisplacedDirective',
    ([d]) => `Directive ${d} not allowed here`,
  ),
  wording(
    `^The directive "@([^"]*)" can only be used once`,
    'DuplicateDirectiveName',
    ([d]) =>
      `Non repeatable directives must be uniquely named within a location. The directive '${d}' is not unique`,
  ),
  wording(
    `^Variable "\\$([^"]*)" is not defined`,
    'UndefinedVariable',
    ([v]) => `Undefined variable ${v}`,
  ),
  wording(
    `^Variable "\\$([^"]*)" is never used`,
    'UnusedVariable',
    ([v]) => `Unused variable ${v}`,
  ),
  wording(
    `^Variable "\\$([^"]*)" cannot be non-input type ${NAME}`,
    'NonInputTypeOnVariable',
    ([v, t]) => `Input variable ${v} type ${t} is not an input type`,
  ),
  wording(
    `^There can be only one variable named "\\$([^"]*)"`,
    'DuplicateVariableName',
    ([v]) => `There can be only one variable named '${v}'`,
  ),
  wording(
    `^There can be only one argument named ${NAME}`,
    'DuplicateArgumentNames',
    ([a]) => `There can be only one argument named '${a}'`,
  ),
  wording(
    `^There can be only one input field named ${NAME}`,
    'UniqueObjectFieldName',
    ([f]) => `There can be only one field named '${f}'`,
  ),
  wording(
    `^There can be only one operation named ${NAME}`,
    'DuplicateOperationName',
    ([o]) => `There can be only one operation named '${o}'`,
  ),
  wording(
    `^There can be only one fragment named ${NAME}`,
    'DuplicateFragmentName',
    ([f]) => `There can be only one fragment named '${f}'`,
  ),
  wording(
    '^This anonymous operation must be the only',
    'LoneAnonymousOperationViolation',
    () => 'Anonymous operation with other operations',
  ),
  wording(`^Unknown fragment ${NAME}`, 'UndefinedFragment', ([f]) => `Undefined fragment ${f}`),
  wording(`^Fragment ${NAME} is never used`, 'UnusedFragment', ([f]) => `Unused fragment ${f}`),
  wording(
    `^Cannot spread fragment ${NAME} within itself`,
    'FragmentCycle',
    () => 'Fragment cycles not allowed',
  ),
  wording(
    `^Fragment ${NAME} cannot be spread here as objects of type ${NAME} can never be of type ${NAME}`,
    'InvalidFragmentType',
    ([f, a, b]) =>
      `Fragment ${f} cannot be spread here as objects of type ${a} can never be of type ${b}`,
  ),
  wording(
    `^Fragment cannot be spread here as objects of type ${NAME} can never be of type ${NAME}`,
    'InvalidFragmentType',
    ([a, b]) => `Fragment cannot be spread here as objects of type ${a} can never be of type ${b}`,
  ),
  wording(
    `^Fragment ${NAME} cannot condition on non composite`,
    'FragmentTypeConditionInvalid',
    () => 'Fragment type condition is invalid, must be on Object/Interface/Union',
  ),
  wording(
    '^Fragment cannot condition on non composite',
    'InlineFragmentTypeConditionInvalid',
    () => 'Inline fragment type condition is invalid, must be on Object/Interface/Union',
  ),
  wording(
    `^Fields ${NAME} conflict because (.*)\\. Use different aliases`,
    'FieldsConflict',
    ([f, why]) => `${f}: ${(why ?? '').replaceAll('"', "'")}`,
  ),
  wording(
    'must select only one top level field',
    'SubscriptionMultipleRootFields',
    () => 'Subscription operation must have exactly one root field',
  ),
  wording(
    'must not select an introspection top level field',
    'SubscriptionIntrospectionRootField',
    () => 'Subscription operation must not have an introspection root field',
  ),
  // assumed: how much the service compares is not known; graphql-js ends the comparison of repeated fields early
  wording(
    '^Validation aborted',
    'InvalidSyntax',
    () => 'The document repeats too many fields and fragments to be validated',
  ),
  wording(
    `^The (.*) definition is not executable`,
    'NonExecutableDefinition',
    ([d]) => `The ${d} definition is not executable`,
  ),
];

/** A validation message in the service's words, without its path, and which node it points at. */
export function wordValidation(message: string): { text: string; node: number } {
  for (const { pattern, kind, detail, node } of WORDINGS) {
    const match = pattern.exec(message);
    if (match) {
      return { text: validationText(kind, detail(match.slice(1))), node: node ?? 0 };
    }
  }
  return { text: validationText('InvalidSyntax', message), node: 0 };
}

/** The frame of every validation message. */
export function validationText(kind: string, detail: string): string {
  return `Validation error of type ${kind}: ${detail}`;
}

function wording(pattern: string, kind: string, detail: Wording['detail'], node?: number): Wording {
  return { pattern: new RegExp(pattern), kind, detail, ...(node === undefined ? {} : { node }) };
}

function plainName(type: string | undefined): string {
  return type !== undefined && /^\w+$/.test(type) ? type : 'null';
}
