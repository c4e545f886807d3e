import { execFileSync } from 'node:child_process';

/** What a contender took in a process of its own. */
export interface Took {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** The most memory the process had. */
  readonly rssMb: number;
  readonly bytes: number;
}

/** In the contender's process: prints what the work took, for `measure`. */
export async function report(work: () => Promise<number>): Promise<void> {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  const bytes = await work();
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(before);
  const rssMb = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6, rssMb, bytes }));
}

/** Runs each contender in each round, so that a noisy moment hits all alike; gives all rounds of each. */
export function measureRounds(
  script: string,
  contenders: readonly string[][],
  rounds: number,
): Took[][] {
  const all = contenders.map((): Took[] => []);
  for (let round = 0; round < rounds; round++) {
    contenders.forEach((args, index) => {
      const text = execFileSync(process.execPath, [script, ...args], { encoding: 'utf8' });
      all[index]?.push(JSON.parse(text) as Took);
    });
  }
  return all;
}

/** The best round of each contender. */
export function measure(script: string, contenders: readonly string[][], rounds: number): Took[] {
  return measureRounds(script, contenders, rounds).map(best);
}

export function best(rounds: readonly Took[]): Took {
  return rounds.toSorted((a, b) => a.seconds - b.seconds)[0] as Took;
}

/** The least, the middle and the greatest of some ratios: `5.1 5.3 5.6`. */
export function spread(ratios: readonly number[]): string {
  const sorted = ratios.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  return [sorted[0] ?? NaN, middle, sorted.at(-1) ?? NaN].map((one) => one.toFixed(1)).join(' ');
}
