import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { AcceptedSubscription } from '../types.ts';
import type { LiveSubscription, Outlet } from './live-subscription.ts';
import { createSubscriptionRegistry } from './registry.ts';
import { accepted } from './test-bed.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const outlet: Outlet = { number: 1, send: () => true, invalidate: () => undefined };
const live = (overrides: Partial<AcceptedSubscription> = {}): LiveSubscription => ({
  id: '1',
  accepted: accepted(overrides),
  outlet,
  dataPrefix: Buffer.alloc(0),
});
const filter = { filterGroup: [{ filters: [{ fieldName: 'id', operator: 'eq', value: 'a' }] }] };

describe('createSubscriptionRegistry', () => {
  it.each<[string, Partial<AcceptedSubscription>]>([
    ['filters nothing', {}],
    ['filters by arguments', { args: { id: 'a' } }],
    ['has a filter', { filter }],
    ['has an invalidation filter', { invalidationFilter: filter }],
  ])('lets go of a removed subscription that %s', async (_, overrides) => {
    const registry = createSubscriptionRegistry();
    registry.add(live()); // its neighbours stay
    const addAndRemove = (): WeakRef<LiveSubscription> => {
      const subscription = live(overrides);
      registry.add(subscription);
      registry.remove(subscription);
      return new WeakRef(subscription);
    };

    const removed = addAndRemove();
    await new Promise((resolve) => setImmediate(resolve)); // a WeakRef holds until the turn ends
    collectGarbage();

    expect(removed.deref()).toBeUndefined();
    expect(registry.size).toBe(1);
  });

  it('files a subscription under every mutation that feeds it', () => {
    const registry = createSubscriptionRegistry();
    const both = live({ mutations: ['start', 'progress'] });
    registry.add(both);

    const found = ['start', 'progress', 'other'].map((mutation) =>
      registry.matching({ mutation, result: {} }),
    );

    expect(found).toEqual([[both], [both], []]);
  });

  it('invalidates by the invalidation filter, not by the arguments or the filter', () => {
    const registry = createSubscriptionRegistry();
    registry.add(live({ filter, args: { id: 'a' } }));
    const invalidatable = live({ invalidationFilter: filter });
    registry.add(invalidatable);

    expect(registry.invalidatedBy('onPublish', { id: 'a' })).toEqual([invalidatable]);
    expect(registry.invalidatedBy('onPublish', { id: 'b' })).toEqual([]);
    expect(registry.invalidatedBy('other', { id: 'a' })).toEqual([]);
  });
});
