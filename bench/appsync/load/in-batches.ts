/** Does something `count` times, `atOnce` at a time. */
export async function inBatches(
  count: number,
  atOnce: number,
  act: (n: number) => Promise<unknown>,
): Promise<void> {
  for (let first = 0; first < count; first += atOnce) {
    const size = Math.min(atOnce, count - first);
    await Promise.all(Array.from({ length: size }, (_, offset) => act(first + offset)));
  }
}
