export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
  readonly random: () => number;
  /** Each wait is this many times the one before; 2 when left out. */
  readonly factor?: number;
}

/** How long to wait before try number `attempt` (from 0): growing, at most `maxMs`, of which up to half is chance. */
export function backoffMs(
  attempt: number,
  { firstMs, maxMs, random, factor = 2 }: Backoff,
): number {
  const fullMs = Math.min(maxMs, firstMs * factor ** attempt);
  // Chance keeps all the clients of one server from coming back in the same instant.
  return fullMs * (0.5 + random() / 2);
}
