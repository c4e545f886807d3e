import type { CompiledStatement } from './compile-policy.ts';
import { namingOf, type Caller } from './principals.ts';
import type { Denial, KeyReader } from './types.ts';
import { implicitDenial } from './words.ts';

/** Every statement that has a say about a call. */
export interface ApplicableStatements {
  /** Of the role's own policies. */
  readonly identity: readonly CompiledStatement[];
  /** Of its permissions boundary, when it has one. */
  readonly boundary?: readonly CompiledStatement[];
  /** Of the resource's policy. */
  readonly resource: readonly CompiledStatement[];
}

/** What came of an evaluation: the statement that allows the call, or why none does. */
export type Decision =
  | { readonly denial?: undefined; readonly by: CompiledStatement }
  | { readonly denial: Denial; readonly by?: undefined };

/** A call to be decided, within one account. */
export interface Call {
  readonly caller: Caller;
  readonly action: string;
  readonly resource: string;
  readonly keys: KeyReader;
}

/**
 * Decides by IAM's order: what is denied anywhere is denied; a resource's policy or the role's own may allow; a
 * boundary must allow as well, unless the resource names the very session.
 * documented: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(
  { identity, boundary, resource }: ApplicableStatements,
  call: Call,
): Decision {
  const own = findMatches(identity, call);
  const limits = boundary && findMatches(boundary, call);
  const ofResource = resource.filter(
    (statement) =>
      namingOf(statement.statement, call.caller) !== undefined && applies(statement, call),
  );
  const denied =
    denialBy(own, 'an identity-based policy') ??
    denialBy(limits ?? [], 'a permissions boundary') ??
    denialBy(ofResource, 'a resource-based policy');
  if (denied) return { denial: denied };
  for (const statement of ofResource) {
    const naming = namingOf(statement.statement, call.caller);
    // documented: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html (an account as principal leaves the decision to its policies; a boundary limits a role, not a session)
    const isLimited = naming === 'role' && limits !== undefined && limits.length === 0;
    if (naming !== 'account' && !isLimited) return { by: statement };
  }
  const [allowing] = own;
  if (allowing && limits?.length !== 0) return { by: allowing };
  return { denial: implicit(call, allowing !== undefined) };
}

function findMatches(statements: readonly CompiledStatement[], call: Call): CompiledStatement[] {
  return statements.filter((statement) => applies(statement, call));
}

function applies(statement: CompiledStatement, { action, resource, keys }: Call): boolean {
  return (
    statement.coversAction(action) &&
    statement.coversResource(resource, keys) &&
    statement.isMet(keys)
  );
}

// documented: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html (all of these words)
function denialBy(statements: readonly CompiledStatement[], policy: string): Denial | undefined {
  const denying = statements.find(({ isDeny }) => isDeny);
  return denying && { because: `with an explicit deny in ${policy}`, deniedBy: denying.place };
}

function implicit({ caller, action }: Call, isAllowedByRole: boolean): Denial {
  const policy =
    caller.service !== undefined
      ? 'resource-based policy'
      : isAllowedByRole
        ? 'permissions boundary'
        : 'identity-based policy';
  return implicitDenial(action, policy);
}
