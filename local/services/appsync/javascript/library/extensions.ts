import type { SubscriptionFilter } from '../../types.ts';
import type { Evaluation } from '../evaluation.ts';
import { ResolverFault } from '../faults.ts';
import { isRecord, plain } from '../plain.ts';

/** `extensions`: what a handler asks AppSync itself to do. Of several filters the last one counts. */
// documented: https://docs.aws.amazon.com/appsync/latest/devguide/extensions-js.html
// assumed: the last of several calls of a filter wins
export function createExtensions(evaluation: () => Evaluation) {
  return {
    setSubscriptionFilter(filter?: unknown): void {
      evaluation().extensions.subscriptionFilter = subscriptionFilter(filter);
    },
    setSubscriptionInvalidationFilter(filter?: unknown): void {
      evaluation().extensions.invalidationFilter = subscriptionFilter(filter);
    },
    invalidateSubscriptions(invalidation?: unknown): void {
      const asked = plain(invalidation);
      const field = isRecord(asked) ? asked.subscriptionField : undefined;
      const payload = isRecord(asked) ? asked.payload : undefined;
      if (typeof field !== 'string' || !isRecord(payload)) {
        throw new ResolverFault(
          'TypeError',
          'invalidateSubscriptions needs subscriptionField and payload',
        );
      }
      evaluation().extensions.invalidations.push({ subscriptionField: field, payload });
    },
    /** Does nothing: this cloud has no API cache, and AppSync without one has nothing to evict either. */
    evictFromApiCache(): void {},
  };
}

function subscriptionFilter(filter: unknown): SubscriptionFilter {
  const asked = plain(filter);
  if (!isRecord(asked) || !Array.isArray(asked.filterGroup)) {
    throw new ResolverFault('TypeError', 'a subscription filter needs a filterGroup');
  }
  return asked as unknown as SubscriptionFilter;
}
