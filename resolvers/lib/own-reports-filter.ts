import { extensions, util, type Identity } from '@aws-appsync/utils';
import type { ReportStatus } from '../../schema/generated/types.ts';
import { callerId } from './caller.ts';

/**
 * Lets a subscription see the caller's own reports only, one of them when an id is given, and only in some
 * statuses when these are. Subscribing before the report exists is safe, and subscribing to somebody else's id
 * yields nothing.
 */
export function setOwnReportsFilter(
  identity: Identity,
  reportId: string | null | undefined,
  statuses?: ReportStatus[],
): void {
  extensions.setSubscriptionFilter(
    util.transform.toSubscriptionFilter({
      owner: { eq: callerId(identity) },
      ...(reportId ? { reportId: { eq: reportId } } : {}),
      ...(statuses ? { status: { in: statuses } } : {}),
    }),
  );
}
