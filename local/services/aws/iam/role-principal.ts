import type { Principal } from '../credentials.ts';

/** Who a service is while it has a role, in a session of this name. */
export function principalOfRole(roleArn: string, session: string): Principal {
  const [, , , , accountId = '', role = ''] = roleArn.split(':');
  const name = role.split('/').at(-1) ?? '';
  return {
    arn: `arn:aws:sts::${accountId}:assumed-role/${name}/${session}`,
    accountId,
    roleArn,
    userId: `${name}:${session}`,
  };
}
