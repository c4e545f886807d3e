import type { Activity, ActivityName } from './activity.ts';

type PerActivity = Readonly<Partial<Record<ActivityName, number>>>;

/** Our row with its first rows as a preview, in KB: 2.4 to 4.0 by kind on 2026-11-25 (docs/cost.md has the same). */
const ROW_KB = 3;
/** A row without, and an owner's row of slots. */
const SMALL_KB = 1;
/** The index on `createdAt` holds the whole row, so that each change is written twice: infra/constructs/report-store.ts. */
const COPIES = 2;
/** `dueAt` is a key of the index: a change is a removal and an addition. At most one in a quarter of a lease. */
const DUE_MOVE = 2;
const DUE_MOVES_PER_SECOND = 1 / 15;
const DUE_SHARDS = 8;
/** Pages of an owner that listen; what a page reads when a report has ended: its list, and its link. */
const LISTENERS = 1;
const READS = 2;

const published: PerActivity = { claims: 1, endings: 1, running: 1, recoveries: 1, expiries: 1 };
const dueMoves: PerActivity = {
  orders: 1,
  claims: DUE_MOVE,
  running: DUE_MOVE * DUE_MOVES_PER_SECOND,
  endings: DUE_MOVE,
  recoveries: DUE_MOVE,
  expiries: 1,
};

/** What each activity asks of each limited thing. A report under way sends progress once a second: heartbeat.ts. */
export const ASKED = {
  concurrency: { running: 1 },
  tokens: { ...published, orders: 1, refusals: 1, endings: 1 + READS },
  published,
  pushed: times(published, LISTENERS),
  /** takeSlot, also when it is refused, and releaseSlot. */
  slotsPartition: { orders: SMALL_KB, refusals: SMALL_KB, endings: SMALL_KB },
  /** recordStatistics */
  statisticsPartition: { endings: SMALL_KB },
  dueShard: times(dueMoves, 1 / DUE_SHARDS),
  tableWrites: {
    // The slot; the row, in the index of the list and in that of the active.
    orders: SMALL_KB + 3 * SMALL_KB,
    refusals: SMALL_KB,
    claims: COPIES * SMALL_KB,
    running: COPIES * ROW_KB,
    // The row, out of the index of the active; statistics; the slot.
    endings: COPIES * ROW_KB + SMALL_KB + SMALL_KB + SMALL_KB,
    recoveries: COPIES * SMALL_KB,
    expiries: COPIES * ROW_KB,
  },
  /** An upload is opened and completed besides its parts: measured by `--measure`. */
  puts: { claims: 1, parts: 1, endings: 1 },
  queries: { queries: 1 },
  /** Of a week ago, files that expire: as many as end now. */
  recovery: { endings: 1 },
} as const satisfies Record<string, PerActivity>;

export type AskedName = keyof typeof ASKED;

/** Index writes of all eight, for what they cost. */
export const DUE_WRITES = dueMoves;

function times(per: PerActivity, factor: number): PerActivity {
  return Object.fromEntries(Object.entries(per).map(([name, each]) => [name, each * factor]));
}

const MINUTE = 60;

/** What was asked for a second, as the mean of each minute: DynamoDB and AppSync even out a second by those before. */
export function askedByMinute(activity: Activity, per: PerActivity, scale: number): Float64Array {
  const seconds = activity.orders.length;
  const minutes = new Float64Array(Math.ceil(seconds / MINUTE));
  for (const [name, each] of Object.entries(per) as [ActivityName, number][]) {
    const counts = activity[name];
    for (let second = 0; second < seconds; second++) {
      const minute = Math.floor(second / MINUTE);
      minutes[minute] =
        (minutes[minute] as number) + ((counts[second] as number) * each * scale) / MINUTE;
    }
  }
  return minutes;
}

/** How much of something was asked for in the whole day. */
export function askedInAll(activity: Activity, per: PerActivity, scale: number): number {
  let sum = 0;
  for (const [name, each] of Object.entries(per) as [ActivityName, number][]) {
    for (const count of activity[name]) sum += count * each * scale;
  }
  return sum;
}
