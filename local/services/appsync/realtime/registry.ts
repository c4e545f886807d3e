import type { SubscriptionMessage } from '../types.ts';
import { createFilterMatcher, type Matcher } from './filter.ts';
import type { LiveSubscription } from './live-subscription.ts';
import { createSubscriptionIndex, type SubscriptionIndex } from './subscription-index.ts';

/** Every subscription of every connection, found by what feeds or ends it. */
export interface SubscriptionRegistry {
  add(subscription: LiveSubscription): void;
  /** Nothing is delivered to it from here on; unknown ones are no matter. */
  remove(subscription: LiveSubscription): void;
  has(subscription: LiveSubscription): boolean;
  /** Those a message goes to. */
  matching(message: SubscriptionMessage): LiveSubscription[];
  /** How many listen to a mutation field at all. */
  audienceOf(mutation: string): number;
  /** The filtered paths a message leaves empty. */
  unanswered(message: SubscriptionMessage): string[];
  /** Those of a subscription field whose invalidation filter passes `payload`. */
  invalidatedBy(field: string, payload: Readonly<Record<string, unknown>>): LiveSubscription[];
  readonly size: number;
}

/** An empty registry. */
export function createSubscriptionRegistry(): SubscriptionRegistry {
  const all = new Set<LiveSubscription>();
  const byMutation = new Map<string, SubscriptionIndex<LiveSubscription>>();
  // A subscription without an invalidation filter is never invalidated, so it is not kept here.
  const invalidatable = new Map<string, Map<LiveSubscription, Matcher>>();

  return {
    add(subscription) {
      const { mutations, fieldName, invalidationFilter } = subscription.accepted;
      all.add(subscription);
      for (const mutation of mutations) {
        const index = byMutation.get(mutation) ?? createSubscriptionIndex<LiveSubscription>();
        index.add(subscription);
        byMutation.set(mutation, index);
      }
      if (!invalidationFilter) return;
      const ofField = invalidatable.get(fieldName) ?? new Map<LiveSubscription, Matcher>();
      invalidatable.set(
        fieldName,
        ofField.set(subscription, createFilterMatcher(invalidationFilter)),
      );
    },
    remove(subscription) {
      if (!all.delete(subscription)) return;
      const { mutations, fieldName } = subscription.accepted;
      for (const mutation of mutations) byMutation.get(mutation)?.remove(subscription);
      invalidatable.get(fieldName)?.delete(subscription);
    },
    has: (subscription) => all.has(subscription),
    matching: (message) => byMutation.get(message.mutation)?.matching(message.result) ?? [],
    audienceOf: (mutation) => byMutation.get(mutation)?.size ?? 0,
    unanswered: ({ mutation, result }) => byMutation.get(mutation)?.unanswered(result) ?? [],
    invalidatedBy: (field, payload) =>
      [...(invalidatable.get(field) ?? [])]
        .filter(([, matches]) => matches(payload))
        .map(([subscription]) => subscription),
    get size() {
      return all.size;
    },
  };
}
