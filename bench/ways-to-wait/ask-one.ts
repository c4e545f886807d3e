import type { Ask, Work } from './ways/way.ts';

/** What became of one report, as its client saw it; milliseconds of the machine's clock. */
export interface Asked {
  readonly askedAtMs: number;
  readonly knownAtMs: number;
  /** Undefined when the client never knew of it: see `lost`. */
  readonly finishedAtMs: number | undefined;
  readonly lost: string | undefined;
}

/** The machine's clock with fractions, the same in every process. */
export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}

/** Asks for one report and tells when it was known. */
export async function askOne(ask: Ask, work: Work, giveUpMs: number): Promise<Asked> {
  const askedAtMs = nowMs();
  const { promise: over, reject } = Promise.withResolvers<never>();
  const limit = setTimeout(() => reject(new Error('never told')), giveUpMs);
  try {
    const { finishedAt } = await Promise.race([ask(work), over]);
    const knownAtMs = nowMs();
    return { askedAtMs, knownAtMs, finishedAtMs: Date.parse(finishedAt), lost: undefined };
  } catch (error) {
    const { message } = error as Error;
    return { askedAtMs, knownAtMs: nowMs(), finishedAtMs: undefined, lost: message };
  } finally {
    clearTimeout(limit);
  }
}
