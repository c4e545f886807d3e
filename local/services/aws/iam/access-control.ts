import type { Log } from '../../../host.ts';
import type { CompiledStatement } from './compile-policy.ts';
import { evaluate, type Decision } from './evaluate.ts';
import { createAccessJournal, type AccessJournal, type JournalEntry } from './journal.ts';
import { namingOf, type Caller, type Naming } from './principals.ts';
import { readKeys, type RequestSurroundings } from './request-keys.ts';
import type { AccessDetails, Authorize, ContextKeys, Denial } from './types.ts';
import { accessDeniedMessage } from './words.ts';

/** A role with its statements made ready. */
export interface RolePolicies {
  readonly logicalId: string;
  readonly identity: readonly CompiledStatement[];
  readonly boundary?: readonly CompiledStatement[];
  /** Who may take the role. */
  readonly trust: readonly CompiledStatement[];
}

export interface AccessRules {
  /** By the roles' ARNs. A role that is not here may do nothing. */
  readonly roles: ReadonlyMap<string, RolePolicies>;
  /** Statements of resources' own policies, by the ARN of the bucket or the function. */
  readonly resources?: ReadonlyMap<string, readonly CompiledStatement[]>;
}

export interface AccessControlOptions extends RequestSurroundings {
  readonly rules: AccessRules;
  readonly log: Log;
  readonly journal?: AccessJournal;
}

/** IAM of one account. The account's root may do everything. */
export interface AccessControl {
  readonly rules: AccessRules;
  readonly journal: AccessJournal;
  /** Decides a call, records it, and tells the log of a refusal what would allow it. */
  readonly authorize: Authorize;
  /** The same for a service of AWS that calls by itself: only the resource's policy counts. */
  authorizeService(
    service: string,
    action: string,
    resource: string,
    details?: AccessDetails,
  ): Denial | undefined;
  /** Whether a service may take a role. */
  trusts(roleArn: string, service: string, keys: ContextKeys): boolean;
  /** How a role's trust policy names whoever wants to take it; undefined when it does not let them. */
  trustOf(roleArn: string, caller: Caller, keys: ContextKeys): Naming;
}

export function createAccessControl(options: AccessControlOptions): AccessControl {
  const { rules, log } = options;
  const journal = options.journal ?? createAccessJournal();
  const ofAction = createActionIndex(rules);
  return {
    rules,
    journal,
    authorize(principal, action, resource, details) {
      if (principal.roleArn === undefined) return undefined;
      return decide({ principal }, action, resource, details);
    },
    authorizeService: (service, action, resource, details) =>
      decide({ service }, action, resource, details),
    trusts: (roleArn, service, keys) => trustOf(roleArn, { service }, keys) !== undefined,
    trustOf,
  };

  function trustOf(roleArn: string, caller: Caller, given: ContextKeys): Naming {
    const keys = readKeys(caller, { keys: () => given }, options);
    const applicable = (rules.roles.get(roleArn)?.trust ?? []).filter(
      ({ coversAction, isMet, statement }) =>
        coversAction('sts:AssumeRole') && namingOf(statement, caller) !== undefined && isMet(keys),
    );
    const [first] = applicable;
    if (!first || applicable.some(({ isDeny }) => isDeny)) return undefined;
    return namingOf(first.statement, caller);
  }

  function decide(
    caller: Caller,
    action: string,
    resource: string,
    details: AccessDetails | undefined,
  ): Denial | undefined {
    const about = ofAction(caller.principal?.roleArn ?? '', action);
    const settled = about.settled.get(resource);
    // The same call again, and nothing of it but action and resource counts.
    if (settled && (details?.isProbe || settled.entry.count())) return settled.denial;
    const ofResource = policyOf(resource);
    const keys = readKeys(caller, details, options);
    const decision = evaluate(
      { ...about, resource: ofResource },
      { caller, action, resource, keys },
    );
    const { denial } = decision;
    if (details?.isProbe) return denial;
    const entry = record(caller, action, resource, decision, details);
    if (caller.principal && !about.isConditional && ofResource.length === 0) {
      if (about.settled.size >= SETTLED_RESOURCES) about.settled.clear();
      about.settled.set(resource, { denial, entry });
    }
    return denial;
  }

  function policyOf(resource: string): readonly CompiledStatement[] {
    return rules.resources?.get(ownerOf(resource)) ?? [];
  }

  function record(
    caller: Caller,
    action: string,
    resource: string,
    { denial, by }: Decision,
    details: AccessDetails | undefined,
  ): JournalEntry {
    const entry = journal.add({
      caller: caller.service ?? caller.principal.roleArn ?? '',
      action,
      resource,
      ...(denial ? { because: denial.because } : { allowedBy: by.place }),
      ...(by?.isConditional && details?.keys ? { keys: details.keys() } : {}),
    });
    if (denial && entry.isNew) {
      const who = caller.service ?? caller.principal.arn;
      log.warn(
        `access denied: ${accessDeniedMessage(who, action, resource, denial)}`,
        hintFor(caller, action, resource, denial),
      );
    }
    return entry;
  }

  /** What a person needs to mend it. */
  function hintFor(
    caller: Caller,
    action: string,
    resource: string,
    { deniedBy }: Denial,
  ): Record<string, unknown> {
    if (caller.service !== undefined) {
      const needed = { Effect: 'Allow', Principal: { Service: caller.service }, Action: action };
      return deniedBy ? { deniedBy } : { allow: JSON.stringify({ ...needed, Resource: resource }) };
    }
    const role = rules.roles.get(caller.principal.roleArn ?? '')?.logicalId ?? 'none of this stack';
    if (deniedBy) return { role, deniedBy };
    return { role, allow: JSON.stringify({ Effect: 'Allow', Action: action, Resource: resource }) };
  }
}

/** What of a role is about an action, and what has been decided by it. */
interface StatementsOfAction extends Pick<RolePolicies, 'identity' | 'boundary'> {
  readonly isConditional: boolean;
  /** By resource. */
  readonly settled: Map<string, { denial: Denial | undefined; entry: JournalEntry }>;
}

const SETTLED_RESOURCES = 1_000;

/** The statements of a role that are about an action, found once: there are few actions and many calls. */
function createActionIndex({ roles }: AccessRules) {
  const known = new Map<string, Map<string, StatementsOfAction>>();
  return (roleArn: string, action: string): StatementsOfAction => {
    let ofRole = known.get(roleArn);
    if (!ofRole) known.set(roleArn, (ofRole = new Map<string, StatementsOfAction>()));
    let found = ofRole.get(action);
    if (!found) ofRole.set(action, (found = find(roles.get(roleArn), action)));
    return found;
  };
}

function find(role: RolePolicies | undefined, action: string): StatementsOfAction {
  const about = (statements: readonly CompiledStatement[]): CompiledStatement[] =>
    statements.filter((statement) => statement.coversAction(action));
  const identity = about(role?.identity ?? []);
  const boundary = role?.boundary && about(role.boundary);
  const isConditional = [...identity, ...(boundary ?? [])].some((each) => each.isConditional);
  return { identity, ...(boundary ? { boundary } : {}), isConditional, settled: new Map() };
}

/** Whose policy covers a resource: the bucket's its objects, the function's its versions. */
function ownerOf(resource: string): string {
  if (resource.startsWith('arn:aws:s3:::')) return resource.split('/', 1)[0] ?? resource;
  return resource.startsWith('arn:aws:lambda:')
    ? resource.split(':').slice(0, 7).join(':')
    : resource;
}
