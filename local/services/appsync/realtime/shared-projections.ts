import type { AcceptedSubscription } from '../types.ts';

/** Keeps one projection for all subscriptions whose payloads are equal: one key, and one reading of their selection. */
export interface SharedProjections {
  /** The same subscription, with the projection of the first one of its key. */
  share(accepted: AcceptedSubscription): AcceptedSubscription;
  /** Forgets the projection with its last subscription; to be called once for each one shared. */
  release(accepted: AcceptedSubscription): void;
  readonly size: number;
}

interface Shared extends Pick<AcceptedSubscription, 'projectionKey' | 'project'> {
  users: number;
}

/** None yet. */
export function createSharedProjections(): SharedProjections {
  const byKey = new Map<string, Shared>();
  return {
    share(accepted) {
      const { projectionKey, project } = accepted;
      const shared = byKey.get(projectionKey) ?? { projectionKey, project, users: 0 };
      byKey.set(projectionKey, shared);
      shared.users += 1;
      return { ...accepted, projectionKey: shared.projectionKey, project: shared.project };
    },
    release({ projectionKey }) {
      const shared = byKey.get(projectionKey);
      if (!shared) return;
      shared.users -= 1;
      if (shared.users === 0) byKey.delete(projectionKey);
    },
    get size() {
      return byKey.size;
    },
  };
}
