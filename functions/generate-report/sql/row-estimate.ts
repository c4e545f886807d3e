/** One chunk in this many is looked at. */
const SAMPLE_EVERY = 16;

/**
 * How many rows went by in chunks of text, by the rows in a sample of them: exact enough for progress at hardly any
 * cost. Always 0 when rows have no end of their own.
 */
export function createRowEstimate(rowEnd: number | null) {
  let chunks = 0;
  let bytes = 0;
  let sampledBytes = 0;
  let sampledRows = 0;
  return {
    add(chunk: Uint8Array): void {
      bytes += chunk.length;
      if (rowEnd === null || chunks++ % SAMPLE_EVERY !== 0) return;
      sampledBytes += chunk.length;
      sampledRows += countOf(rowEnd, chunk);
    },
    rows: () => (sampledBytes === 0 ? 0 : Math.floor((bytes / sampledBytes) * sampledRows)),
  };
}

function countOf(wanted: number, bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) if (byte === wanted) count++;
  return count;
}
