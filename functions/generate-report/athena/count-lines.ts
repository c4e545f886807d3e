import type { Column } from '../pipeline/batch.ts';

const QUOTE = 0x22;
const LINE_FEED = 0x0a;

/** Rows in the bytes of a CSV file without a header: line feeds that are in no quotes. */
export async function countLines(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let rows = 0;
  let isQuoted = false;
  for await (const chunk of chunks) {
    for (const byte of chunk) {
      // A quote within quotes is doubled: it ends them and begins them again.
      if (byte === QUOTE) isQuoted = !isQuoted;
      else if (byte === LINE_FEED && !isQuoted) rows++;
    }
  }
  return rows;
}

/** The fewest bytes a row of these columns has: nothing between its delimiters, and the end of the line. */
export function leastLineBytes(columns: readonly Column[]): number {
  return columns.length - 1 + '\r\n'.length;
}
