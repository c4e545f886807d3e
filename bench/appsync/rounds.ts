/** How much is measured. */
export interface Plan {
  readonly httpRounds: number;
  readonly httpSeconds: number;
  readonly fanOutRounds: number;
  readonly burst: { readonly subscribers: number; readonly mutations: number };
  readonly selective: number;
  readonly index: { readonly others: readonly number[]; readonly mutations: number };
  readonly indexRounds: number;
  readonly idleSockets: number;
  /** When no further round begins: whoever waits for the table waits so long at most, and a round. */
  readonly budgetSeconds: number;
}

export const FULL: Plan = {
  httpRounds: 9,
  httpSeconds: 0.7,
  fanOutRounds: 5,
  burst: { subscribers: 1000, mutations: 200 },
  selective: 2000,
  index: { others: [0, 1000, 10_000], mutations: 2000 },
  indexRounds: 7,
  idleSockets: 10_000,
  budgetSeconds: 270,
};

export const QUICK: Plan = {
  httpRounds: 2,
  httpSeconds: 0.5,
  fanOutRounds: 1,
  burst: { subscribers: 500, mutations: 100 },
  selective: 1000,
  index: { others: [0, 1000, 3000], mutations: 1000 },
  indexRounds: 3,
  idleSockets: 2000,
  budgetSeconds: 90,
};

/** Counts rounds until there are `count` of them, or until the share of the time budget is spent; one at least. */
export function* rounds(count: number, untilMs: number): Generator<number> {
  for (let round = 0; round < count; round++) {
    if (round > 0 && performance.now() > untilMs) return;
    yield round;
  }
}

/** The list begun at another place in each round, so that nobody is always first. */
export function rotated<T>(list: readonly T[], round: number): readonly T[] {
  const at = round % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
}
