import { LocalError } from '../../../errors.ts';
import { compileArn } from './arn-pattern.ts';
import { compileConditions, type Condition } from './conditions.ts';
import { compileText, type TextPattern } from './text-pattern.ts';
import type { KeyReader, PlacedPolicy, PolicyStatement } from './types.ts';

/** What a policy is attached to, which decides what its statements must say. */
export type PolicyKind = 'identity' | 'resource' | 'trust';

/** A statement made ready to be asked. */
export interface CompiledStatement {
  readonly statement: PolicyStatement;
  /** `<logical id>, statement 2`, with its Sid. */
  readonly place: string;
  readonly isDeny: boolean;
  /** Whether it depends on more of the call than action and resource. */
  readonly isConditional: boolean;
  coversAction(action: string): boolean;
  coversResource(resource: string, keys: KeyReader): boolean;
  isMet(keys: KeyReader): boolean;
}

// documented: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html (variables are text in the older version, which is the default)
const VERSION_WITH_VARIABLES = '2012-10-17';

/** The statements of a policy; throws `ERR_TEMPLATE_INVALID` naming the one that IAM would not take. */
export function compilePolicy(
  { place, document }: PlacedPolicy,
  kind: PolicyKind,
): CompiledStatement[] {
  const statements = [document.Statement].flat() as readonly PolicyStatement[];
  const variables = document.Version === VERSION_WITH_VARIABLES;
  return statements.map((statement, index) => {
    const sid = statement.Sid === undefined ? '' : ` (${statement.Sid})`;
    return compileStatement(statement, `${place}, statement ${index + 1}${sid}`, kind, variables);
  });
}

function compileStatement(
  statement: PolicyStatement,
  place: string,
  kind: PolicyKind,
  variables: boolean,
): CompiledStatement {
  refuseMalformed(statement, place, kind);
  const { Effect, Action, NotAction, Resource, NotResource, Condition } = statement;
  // documented: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html (prefix and name ignore case)
  const actions = patternsOf(Action ?? NotAction, (source) =>
    compileText(source, { wildcards: true, variables: false, ignoreCase: true }),
  );
  const resources = patternsOf(Resource ?? NotResource, (source) => compileArn(source, variables));
  const conditions: readonly Condition[] = compileConditions(Condition, place, variables);
  const hasVariable = variables && /\$\{/.test(JSON.stringify(Resource ?? NotResource ?? ''));
  return {
    statement,
    place,
    isDeny: Effect === 'Deny',
    isConditional: conditions.length > 0 || hasVariable,
    coversAction: (action) =>
      actions.some((pattern) => pattern.matches(action, noKeys)) === (Action !== undefined),
    coversResource: (resource, keys) =>
      kind === 'trust' ||
      resources.some((pattern) => pattern.matches(resource, keys)) === (Resource !== undefined),
    isMet: (keys) => conditions.every((condition) => condition(keys)),
  };
}

const noKeys: KeyReader = () => undefined;

function patternsOf(
  element: string | readonly string[] | undefined,
  compile: (source: string) => TextPattern,
): TextPattern[] {
  return [element ?? []].flat().map((source) => compile(source));
}

// documented: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
function refuseMalformed(statement: PolicyStatement, place: string, kind: PolicyKind): void {
  const has = (element: keyof PolicyStatement): boolean => statement[element] !== undefined;
  const refuse = (what: string): never => {
    throw new LocalError('ERR_TEMPLATE_INVALID', `${place}: ${what}.`);
  };
  if (!['Allow', 'Deny'].includes(statement.Effect)) refuse('its Effect is not Allow or Deny');
  if (has('Action') === has('NotAction')) refuse('it must have one of Action and NotAction');
  if (kind !== 'trust' && has('Resource') === has('NotResource')) {
    refuse('it must have one of Resource and NotResource');
  }
  if (kind === 'trust' && (has('Resource') || has('NotResource'))) {
    refuse('a trust policy has no Resource');
  }
  const namesPrincipal = has('Principal') || has('NotPrincipal');
  if (kind === 'identity' && namesPrincipal) refuse('a policy of a role names no Principal');
  if (kind !== 'identity' && !namesPrincipal) refuse('it must name a Principal');
  const wrong = [statement.Action ?? statement.NotAction ?? []]
    .flat()
    .find((action) => !/^(\*|[a-zA-Z0-9-]+:[a-zA-Z0-9*?]+)$/.test(action));
  if (wrong !== undefined) refuse(`${wrong} is no action; one reads like s3:GetObject`);
}
