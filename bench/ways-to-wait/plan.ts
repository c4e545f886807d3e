/** How much is measured. */
export interface Plan {
  /** One report by one client, each. */
  readonly singlesMs: readonly number[];
  /** Short reports one after another, to see how times from ready to known spread. */
  readonly shorts: number;
  readonly drop: {
    readonly workMs: number;
    readonly cutAfterMs: number;
    readonly cutForMs: number;
  };
  /** How long after the connection could be made again a client may take. */
  readonly giveUpMs: number;
  readonly crowd: { readonly clients: number; readonly spreadMs: number; readonly workMs: number };
}

export const FULL: Plan = {
  singlesMs: [5_000, 40_000],
  shorts: 20,
  drop: { workMs: 14_000, cutAfterMs: 8_000, cutForMs: 10_000 },
  giveUpMs: 30_000,
  crowd: { clients: 1000, spreadMs: 5_000, workMs: 16_000 },
};

/** No report of 40 seconds, fewer clients, a shorter cut. */
export const QUICK: Plan = {
  singlesMs: [5_000],
  shorts: 3,
  drop: { workMs: 4_500, cutAfterMs: 2_500, cutForMs: 3_000 },
  giveUpMs: 5_000,
  crowd: { clients: 100, spreadMs: 300, workMs: 1_500 },
};

/** Rows of every report: some 12 KB. */
export const ROWS = 500;

/** How long the n-th short report takes: spread evenly over two seconds, so that no way's rhythm is favoured. */
export function shortWorkMs(n: number): number {
  return Math.round(300 + 2000 * ((n * 0.618_034) % 1));
}
