import type { Principal } from '../credentials.ts';
import type { PolicyStatement, PrincipalElement } from './types.ts';

/** Who calls: somebody with credentials, or a service of AWS by itself. */
export type Caller =
  | { readonly principal: Principal; readonly service?: undefined }
  | { readonly service: string; readonly principal?: undefined };

/**
 * How a statement names a caller: `itself` grants by that alone, `account` leaves it to the account's own policies.
 * documented: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export type Naming = 'everybody' | 'session' | 'role' | 'service' | 'account' | undefined;

/** How a statement names the caller; undefined when it does not. */
export function namingOf({ Principal, NotPrincipal }: PolicyStatement, caller: Caller): Naming {
  if (Principal !== undefined) return named(Principal, caller);
  if (NotPrincipal === undefined) return undefined;
  return named(NotPrincipal, caller) === undefined ? 'everybody' : undefined;
}

function named(element: PrincipalElement, caller: Caller): Naming {
  if (element === '*') return 'everybody';
  if (typeof element === 'string') return undefined;
  const list = (kind: string): readonly string[] => [element[kind] ?? []].flat();
  if (caller.service !== undefined) {
    return list('Service').includes(caller.service) ? 'service' : undefined;
  }
  const { arn, roleArn, accountId } = caller.principal;
  const known = list('AWS');
  if (known.includes('*')) return 'everybody';
  if (known.includes(arn)) return 'session';
  if (roleArn !== undefined && known.includes(roleArn)) return 'role';
  const accounts = [accountId, `arn:aws:iam::${accountId}:root`];
  return known.some((value) => accounts.includes(value)) ? 'account' : undefined;
}
