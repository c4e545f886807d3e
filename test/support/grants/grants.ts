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
  /** Everything but this. */
  readonly without: AccessRules;
}

/** documented: the pages that infra/constructs/queries.ts names beside the statements. */
const ONLY_ATHENA_ASKS: ReadonlySet<string> = new Set([
  'glue:GetDatabase', // of `default`
  'glue:GetTables',
  'glue:GetPartitions',
  's3:AbortMultipartUpload',
  's3:ListMultipartUploadParts',
]);

/** Why a grant is kept that no journey needs here: its service is not part of this local cloud. */
export function explain({ place, part }: Grant): string | undefined {
  if (part.startsWith('logs:')) return 'Lambda and AppSync write logs on AWS; here they are files';
  if (/generatereport/.test(place) && ONLY_ATHENA_ASKS.has(part)) {
    return 'Athena asks with the generator’s permissions on AWS; its stand-in here needs less';
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
        return { role: role.logicalId, place: compiled.place, part, without: { ...rules, roles } };
      }),
    ),
  );
  const ofResources = [...(rules.resources ?? [])].flatMap(([arn, statements]) =>
    statements.flatMap((compiled) =>
      partsOf(compiled).map(({ part, left }) => {
        const remaining = replace(statements, compiled, left, 'resource');
        const resources = new Map([...(rules.resources ?? []), [arn, remaining]]);
        return { role: arn, place: compiled.place, part, without: { ...rules, resources } };
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
