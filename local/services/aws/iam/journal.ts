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

/** One kind of call in the journal. */
export interface JournalEntry {
  /** Whether the call that was added was the first of its kind. */
  readonly isNew: boolean;
  /** Counts a further call of the same kind; false when the journal has forgotten it meanwhile. */
  count(): boolean;
}

/** What has been decided, newest kinds of calls last. */
export interface AccessJournal {
  readonly records: () => readonly AccessRecord[];
  add(record: Omit<AccessRecord, 'calls'>): JournalEntry;
  clear(): void;
}

interface Kept {
  readonly record: Omit<AccessRecord, 'calls'>;
  calls: number;
  isForgotten: boolean;
}

const KEPT_RECORDS = 10_000;

/** An empty journal that keeps `limit` kinds of calls and forgets the oldest beyond. */
export function createAccessJournal(limit = KEPT_RECORDS): AccessJournal {
  const kept = new Map<string, Kept>();
  return {
    records: () => [...kept.values()].map(({ record, calls }) => ({ ...record, calls })),
    add(record) {
      const { caller, action, resource, allowedBy, because } = record;
      const key = `${caller}\n${action}\n${resource}\n${allowedBy ?? because ?? ''}`;
      const known = kept.get(key);
      const entry = known ?? { record, calls: 0, isForgotten: false };
      entry.calls++;
      if (!known) {
        if (kept.size >= limit) forgetOldest();
        kept.set(key, entry);
      }
      return {
        isNew: known === undefined,
        count() {
          if (!entry.isForgotten) entry.calls++;
          return !entry.isForgotten;
        },
      };
    },
    clear() {
      for (const entry of kept.values()) entry.isForgotten = true;
      kept.clear();
    },
  };

  function forgetOldest(): void {
    const [oldest] = kept;
    if (!oldest) return;
    oldest[1].isForgotten = true;
    kept.delete(oldest[0]);
  }
}
