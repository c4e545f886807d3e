import { util, type AppSyncIdentityCognito, type Identity } from '@aws-appsync/utils';

/** The signed-in user's Cognito `sub`: the partition all of the user's reports live in. */
export function callerId(identity: Identity): string {
  const sub = (identity as AppSyncIdentityCognito | null)?.sub;
  if (!sub) util.unauthorized();
  return sub;
}
