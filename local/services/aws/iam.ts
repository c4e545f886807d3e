import type { Principal } from './credentials.ts';

/** One statement of an identity policy, as the template states it. */
export interface PolicyStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, unknown>>;
}

/**
 * Answers whether a principal's identity policies allow an action on a resource: an explicit Deny wins,
 * what no statement allows is denied, and the account's root may do everything.
 * documented: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function createAuthorizer(policies: ReadonlyMap<string, readonly PolicyStatement[]>) {
  return (principal: Principal, action: string, resource: string): boolean => {
    if (!principal.roleArn) return true;
    const matching = (policies.get(principal.roleArn) ?? []).filter((statement) =>
      applies(statement, action, resource),
    );
    return (
      matching.some(({ Effect }) => Effect === 'Allow') &&
      !matching.some(({ Effect }) => Effect === 'Deny')
    );
  };
}

/** A statement with a condition is taken as met for Allow and as unmet for Deny. */
// assumed: this cloud has no condition keys to evaluate yet; the looser reading keeps a valid stack running
function applies(statement: PolicyStatement, action: string, resource: string): boolean {
  const { Action, NotAction, Resource, NotResource, Condition, Effect } = statement;
  if (Condition && Effect === 'Deny') return false;
  const actionMatches = Action
    ? matchesAny(Action, action, true)
    : NotAction !== undefined && !matchesAny(NotAction, action, true);
  const resourceMatches = Resource
    ? matchesAny(Resource, resource, false)
    : NotResource !== undefined && !matchesAny(NotResource, resource, false);
  return actionMatches && resourceMatches;
}

/** `*` is any run of characters, `?` any one; actions ignore case. */
function matchesAny(
  patterns: string | readonly string[],
  value: string,
  ignoreCase: boolean,
): boolean {
  const list = typeof patterns === 'string' ? [patterns] : patterns;
  return list.some((pattern) => {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    return new RegExp(`^${source}$`, ignoreCase ? 'is' : 's').test(value);
  });
}
