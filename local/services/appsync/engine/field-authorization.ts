import {
  type ConstDirectiveNode,
  getArgumentValues,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
} from 'graphql';
import type { Log } from '../../../host.ts';
import type { ApiConfig, AuthMode, Authorizer, Caller } from '../types.ts';

/** Says whether a caller may have a field, told as `Type.field`. */
export type FieldAuthorization = (coordinate: string, caller: Caller) => boolean;

interface FieldRule {
  readonly modes: ReadonlySet<AuthMode>;
  /** Cognito callers need one of these; null: any signed-in user. */
  readonly groups: readonly string[] | null;
}

/** A rule, and what IAM is asked about; null where it is not asked. */
interface PlacedRule extends FieldRule {
  readonly iamResource: string | null;
}

const MODE_OF_DIRECTIVE: Readonly<Record<string, AuthMode>> = {
  aws_api_key: 'API_KEY',
  aws_iam: 'AWS_IAM',
  aws_cognito_user_pools: 'AMAZON_COGNITO_USER_POOLS',
  aws_oidc: 'OPENID_CONNECT',
  aws_lambda: 'AWS_LAMBDA',
};

/**
 * Reads the schema's authorization directives once.
 * A field's own directives replace its type's, which replace the API's default mode.
 */
export function createFieldAuthorization(
  schema: GraphQLSchema,
  config: Pick<ApiConfig, 'arn' | 'defaultAuth' | 'additionalAuth'>,
  authorizer: Authorizer,
  log: Log,
): FieldAuthorization {
  const rules = readRules(schema, config, log);
  return (coordinate, caller) => {
    const rule = rules.get(coordinate);
    // assumed: `__typename` and introspection need the API's own authentication only
    if (rule === undefined) return true;
    if (!rule.modes.has(caller.mode)) return false;
    // documented: https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#aws-lambda-authorization (null, whatever a resolver returns)
    // assumed: the resolver of a denied field is not run
    if (caller.deniedFields?.has(coordinate)) return false;
    if (caller.mode === 'AMAZON_COGNITO_USER_POOLS' && rule.groups !== null) {
      return rule.groups.some((group) => caller.groups?.includes(group));
    }
    if (caller.mode !== 'AWS_IAM' || rule.iamResource === null) return true;
    return (
      caller.principal !== undefined &&
      authorizer(caller.principal, 'appsync:GraphQL', rule.iamResource)
    );
  };
}

function readRules(
  schema: GraphQLSchema,
  config: Pick<ApiConfig, 'arn' | 'defaultAuth' | 'additionalAuth'>,
  log: Log,
): ReadonlyMap<string, PlacedRule> {
  const rules = new Map<string, PlacedRule>();
  const rootTypes = new Set([
    schema.getQueryType(),
    schema.getMutationType(),
    schema.getSubscriptionType(),
  ]);
  const isCognitoOnly =
    config.defaultAuth.mode === 'AMAZON_COGNITO_USER_POOLS' && config.additionalAuth.length === 0;
  const fallback = defaultRule(config);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    const ofType = ruleFrom(schema, typeDirectives(type), false);
    for (const field of Object.values(type.getFields())) {
      const directives = field.astNode?.directives ?? [];
      const ofField = ruleFrom(schema, directives, isCognitoOnly);
      // documented: https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#aws-iam-authorization (action, resource)
      // assumed: only root fields are asked for; the usual grant names `types/Mutation/fields/x` alone and its answers are not empty
      const iamResource = rootTypes.has(type)
        ? `${config.arn}/types/${type.name}/fields/${field.name}`
        : null;
      rules.set(`${type.name}.${field.name}`, { ...(ofField ?? ofType ?? fallback), iamResource });
      warnIfIgnored(type, field, isCognitoOnly, log);
    }
  }
  return rules;
}

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#amazon-cognito-user-pools-authorization (DefaultAction)
function defaultRule({ defaultAuth }: Pick<ApiConfig, 'defaultAuth'>): FieldRule {
  const isClosed =
    defaultAuth.mode === 'AMAZON_COGNITO_USER_POOLS' && defaultAuth.defaultAction === 'DENY';
  return { modes: new Set(isClosed ? [] : [defaultAuth.mode]), groups: null };
}

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#using-additional-authorization-modes
function ruleFrom(
  schema: GraphQLSchema,
  directives: readonly ConstDirectiveNode[],
  readsAwsAuth: boolean,
): FieldRule | undefined {
  const modes = new Set<AuthMode>();
  let groups: readonly string[] | null = null;
  for (const directive of directives) {
    const isAwsAuth = directive.name.value === 'aws_auth' && readsAwsAuth;
    const mode = isAwsAuth ? 'AMAZON_COGNITO_USER_POOLS' : MODE_OF_DIRECTIVE[directive.name.value];
    if (mode === undefined) continue;
    modes.add(mode);
    if (mode === 'AMAZON_COGNITO_USER_POOLS') groups = groupsOf(schema, directive);
  }
  return modes.size === 0 ? undefined : { modes, groups };
}

function groupsOf(schema: GraphQLSchema, node: ConstDirectiveNode): readonly string[] | null {
  const directive = schema.getDirective(node.name.value);
  const groups = directive ? getArgumentValues(directive, node).cognito_groups : undefined;
  return Array.isArray(groups) ? groups.map(String) : null;
}

function typeDirectives(type: GraphQLObjectType): readonly ConstDirectiveNode[] {
  return [type.astNode, ...type.extensionASTNodes].flatMap((node) => node?.directives ?? []);
}

// observed: aws/aws-appsync-community#275: with any additional mode `@aws_auth` has no effect and the field stays open to the default mode
function warnIfIgnored(
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  isCognitoOnly: boolean,
  log: Log,
): void {
  const hasAwsAuth = field.astNode?.directives?.some(({ name }) => name.value === 'aws_auth');
  if (!hasAwsAuth || isCognitoOnly) return;
  log.warn(
    `@aws_auth on ${type.name}.${field.name} has no effect because the API has several modes: use @aws_cognito_user_pools`,
  );
}
