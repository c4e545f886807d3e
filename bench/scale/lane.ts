import type { QueuedEvent } from './report.ts';

/** Places that functions share: an account's unreserved concurrency, or what one function has reserved. */
export interface Places {
  readonly size: number;
  taken: number;
}

/** A generator function: its places, how fast it may grow, which environments are warm, what waits for it. */
export interface Lane {
  readonly name: string;
  readonly places: Places;
  /** Events that wait in order; only when the queue is one that delivers in order. */
  readonly waiting: QueuedEvent[];
  busy: number;
  /** Takes a place, or says why Lambda throttles. */
  take(nowSeconds: number): 'warm' | 'cold' | 'no place' | 'no environment';
  giveBack(nowSeconds: number): void;
}

export interface LaneOptions {
  readonly name: string;
  readonly places: Places;
  /** New environments a second, and at most ten seconds' worth at once; Infinity: no limit. */
  readonly environmentsPerSecond: number;
  /** How long an unused environment stays warm. */
  readonly idleSeconds: number;
}

const BUCKET_SECONDS = 10;

export function createLane(options: LaneOptions): Lane {
  const { name, places, environmentsPerSecond, idleSeconds } = options;
  const most = environmentsPerSecond * BUCKET_SECONDS;
  let allowance = most;
  let refilledAt = 0;
  // When each warm environment became idle, oldest first; the youngest is used first.
  let idleSince: number[] = [];
  let coldBelow = 0;

  return {
    name,
    places,
    waiting: [],
    busy: 0,
    take(nowSeconds) {
      if (places.taken >= places.size) return 'no place';
      forgetIdle(nowSeconds);
      const isWarm = idleSince.length > coldBelow;
      if (!isWarm && !mayCreate(nowSeconds)) return 'no environment';
      if (isWarm) idleSince.pop();
      places.taken++;
      this.busy++;
      return isWarm ? 'warm' : 'cold';
    },
    giveBack(nowSeconds) {
      places.taken--;
      this.busy--;
      idleSince.push(nowSeconds);
    },
  };

  function forgetIdle(nowSeconds: number): void {
    const keepSince = nowSeconds - idleSeconds;
    while (coldBelow < idleSince.length && (idleSince[coldBelow] as number) < keepSince)
      coldBelow++;
    if (coldBelow > 1000 && 2 * coldBelow > idleSince.length) {
      idleSince = idleSince.slice(coldBelow);
      coldBelow = 0;
    }
  }

  function mayCreate(nowSeconds: number): boolean {
    if (environmentsPerSecond === Infinity) return true;
    allowance = Math.min(most, allowance + (nowSeconds - refilledAt) * environmentsPerSecond);
    refilledAt = nowSeconds;
    if (allowance < 1) return false;
    allowance--;
    return true;
  }
}
