/** How long to wait before try number `attempt` (from 0): doubling, at most `maxMs`, of which up to half is chance. */
export function backoffMs(
  attempt: number,
  { firstMs, maxMs, random }: { firstMs: number; maxMs: number; random: () => number },
): number {
  const fullMs = Math.min(maxMs, firstMs * 2 ** attempt);
  // Chance keeps all the clients of one server from coming back in the same instant.
  return fullMs * (0.5 + random() / 2);
}
