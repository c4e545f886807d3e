import { silentLog } from '../../../local/index.ts';
import {
  createAccessControl,
  type AccessRules,
} from '../../../local/services/aws/iam/access-control.ts';
import {
  compilePolicy,
  type CompiledStatement,
  type PolicyKind,
} from '../../../local/services/aws/iam/compile-policy.ts';
import type { AccessRecord } from '../../../local/services/aws/iam/journal.ts';
import { principalOfRole } from '../../../local/services/aws/iam/role-principal.ts';
import type { PolicyStatement } from '../../../local/services/aws/iam/types.ts';
import type { Journey } from './journeys.ts';

/** The smallest part of a stack's permissions that can be taken away by itself. */
export interface Grant {
  /** The role's logical id, or the resource whose policy it is of. */
  readonly role: string;
  /** The policy's logical id and the number of the statement. */
  readonly place: string;
  /** An action or a resource of the statement. */
  readonly part: string;
  /** All resources of the statement. */
  readonly resources: readonly string[];
  /** Everything but this. */
  readonly without: AccessRules;
}

// documented: https://docs.aws.amazon.com/athena/latest/ug/fine-grained-access-to-glue-resources.html and https://docs.aws.amazon.com/athena/latest/ug/s3-permissions.html
const CATALOG_OF_ATHENA = ['glue:GetTables', 'glue:GetPartitions'];
const UPLOADS_OF_ATHENA = ['s3:ListMultipartUploadParts', 's3:AbortMultipartUpload'];

/** Why a grant is kept that no journey needs here: its service is not part of this local cloud. */
export function explain({ place, part, resources }: Grant): string | undefined {
  if (part.startsWith('logs:')) return 'Lambda and AppSync write logs on AWS; here they are files';
  const isOfQueries = resources.every((resource) => /\/athena\/\*$/.test(resource));
  if (CATALOG_OF_ATHENA.includes(part) || (UPLOADS_OF_ATHENA.includes(part) && isOfQueries)) {
    return 'Athena asks for it on AWS: for tables with partitions, for uploads in parts; here it has no need';
  }
  // The bucket's policy for the distribution.
  const isPage = place.startsWith('WebPagePolicy') && part === 's3:GetObject';
  return isPage ? 'CloudFront reads the page on AWS; here it is served beside the API' : undefined;
}

/** Every action and, where a statement names several, every resource that the rules allow. */
export function listGrants(rules: AccessRules): Grant[] {
  const ofRoles = [...rules.roles].flatMap(([arn, role]) =>
    role.identity.flatMap((compiled) =>
      partsOf(compiled).map(({ part, left }) => {
        const identity = replace(role.identity, compiled, left, 'identity');
        const roles = new Map([...rules.roles, [arn, { ...role, identity }]]);
        return { ...of(compiled), role: role.logicalId, part, without: { ...rules, roles } };
      }),
    ),
  );
  const ofResources = [...(rules.resources ?? [])].flatMap(([arn, statements]) =>
    statements.flatMap((compiled) =>
      partsOf(compiled).map(({ part, left }) => {
        const remaining = replace(statements, compiled, left, 'resource');
        const resources = new Map([...(rules.resources ?? []), [arn, remaining]]);
        return { ...of(compiled), role: arn, part, without: { ...rules, resources } };
      }),
    ),
  );
  return [...ofRoles, ...ofResources];
}

/** The journeys a grant is needed for, each with a call that is AccessDenied without it. */
export function whoNeeds(
  { without }: Grant,
  journeys: readonly Journey[],
): Map<string, AccessRecord> {
  const isAllowed = createDecider(without);
  return new Map(
    journeys.flatMap(({ name, calls }) => {
      const refused = calls.find((call) => call.allowedBy !== undefined && !isAllowed(call));
      return refused ? [[name, refused] as const] : [];
    }),
  );
}

/** Decides recorded calls anew. */
export function createDecider(rules: AccessRules): (call: AccessRecord) => boolean {
  const access = createAccessControl({
    rules,
    log: silentLog,
    region: 'us-east-1',
    accountId: '000000000000',
    now: () => Date.now(),
  });
  return ({ caller, action, resource, keys = {} }) => {
    const details = { keys: () => keys, isProbe: true };
    const denial = caller.startsWith('arn:')
      ? access.authorize(principalOfRole(caller, 'again'), action, resource, details)
      : access.authorizeService(caller, action, resource, details);
    return denial === undefined;
  };
}

function of({ place, statement }: CompiledStatement) {
  return { place, resources: [statement.Resource ?? []].flat() };
}

/** Ways to take a part of a statement away; a deny allows nothing. */
function partsOf({ statement, isDeny }: CompiledStatement) {
  if (isDeny) return [];
  const actions = [statement.Action ?? []].flat();
  const resources = [statement.Resource ?? []].flat();
  return [
    ...actions.map((part) => ({
      part,
      left: left(statement, 'Action', actions, part),
    })),
    ...(resources.length > 1 ? resources : []).map((part) => ({
      part,
      left: left(statement, 'Resource', resources, part),
    })),
  ];
}

function left(
  statement: PolicyStatement,
  element: 'Action' | 'Resource',
  parts: readonly string[],
  part: string,
): PolicyStatement | undefined {
  const others = parts.filter((other) => other !== part);
  return others.length === 0 ? undefined : { ...statement, [element]: others };
}

function replace(
  statements: readonly CompiledStatement[],
  old: CompiledStatement,
  statement: PolicyStatement | undefined,
  kind: PolicyKind,
): CompiledStatement[] {
  const document = { Version: '2012-10-17', Statement: statement ?? [] };
  return statements.flatMap((each) =>
    each === old ? compilePolicy({ place: old.place, document }, kind) : [each],
  );
}
