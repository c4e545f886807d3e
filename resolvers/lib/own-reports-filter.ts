import { extensions, util, type Identity } from '@aws-appsync/utils';
import { callerId } from './caller.ts';

/**
 * Lets a subscription see the caller's own reports only, and one of them when an id is given. Subscribing
 * before the report exists is safe, and subscribing to somebody else's id yields nothing.
 */
export function setOwnReportsFilter(identity: Identity, reportId: string | null | undefined): void {
  const owner = { owner: { eq: callerId(identity) } };
  const filter = reportId ? { ...owner, reportId: { eq: reportId } } : owner;
  extensions.setSubscriptionFilter(util.transform.toSubscriptionFilter(filter));
}
