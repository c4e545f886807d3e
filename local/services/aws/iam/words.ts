import type { Denial } from './types.ts';

/** A refusal for want of a statement that allows the action. */
export function implicitDenial(action: string, policy = 'identity-based policy'): Denial {
  return { because: `because no ${policy} allows the ${action} action` };
}

/** AWS's sentence about a refused call. */
// documented: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
export function accessDeniedMessage(
  principalArn: string,
  action: string,
  resource: string,
  { because }: Denial,
): string {
  return `User: ${principalArn} is not authorized to perform: ${action} on resource: ${resource} ${because}`;
}
