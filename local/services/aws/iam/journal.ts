import type { ContextKeys } from './types.ts';

/** Calls of one role, or of one service of AWS, for one action on one resource. */
export interface AccessRecord {
  /** The role's ARN, or a service as `events.amazonaws.com`. */
  readonly caller: string;
  readonly action: string;
  readonly resource: string;
  /** Where the statement stands that allowed it; absent when it was refused. */
  readonly allowedBy?: string;
  /** Why it was refused. */
  readonly because?: string;
  /** What the first of them told of itself, where the statement has a condition. */
  readonly keys?: ContextKeys;
  readonly calls: number;
}

/** What has been decided, newest kinds of calls last. */
export interface AccessJournal {
  readonly records: () => readonly AccessRecord[];
  /** Counts a call; true when it is the first of its kind. */
  add(record: Omit<AccessRecord, 'calls'>): boolean;
  clear(): void;
}

const KEPT_RECORDS = 10_000;

/** An empty journal that keeps `limit` kinds of calls and forgets the oldest beyond. */
export function createAccessJournal(limit = KEPT_RECORDS): AccessJournal {
  const kept = new Map<string, { record: Omit<AccessRecord, 'calls'>; calls: number }>();
  return {
    records: () => [...kept.values()].map(({ record, calls }) => ({ ...record, calls })),
    add(record) {
      const { caller, action, resource, allowedBy, because } = record;
      const key = `${caller}\n${action}\n${resource}\n${allowedBy ?? because ?? ''}`;
      const known = kept.get(key);
      if (known) {
        known.calls++;
        return false;
      }
      const [oldest] = kept.size >= limit ? kept.keys() : [];
      if (oldest !== undefined) kept.delete(oldest);
      kept.set(key, { record, calls: 1 });
      return true;
    },
    clear: () => kept.clear(),
  };
}
