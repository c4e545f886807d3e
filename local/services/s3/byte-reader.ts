/** Pulls exact pieces out of a stream of chunks, holding no more than one chunk and one line. */
export interface ByteReader {
  /** The next bytes, at least one and at most `maxBytes`; undefined at the end. */
  take(maxBytes: number): Promise<Buffer | undefined>;
  /** The next line without its CR LF; undefined when the stream ends or `maxBytes` pass before it. */
  line(maxBytes: number): Promise<string | undefined>;
}

/** A reader over `source`, which it does not close. */
export function createByteReader(source: AsyncIterator<Buffer>): ByteReader {
  let buffered: Buffer = Buffer.alloc(0);

  async function more(): Promise<boolean> {
    const next = await source.next();
    if (next.done) return false;
    buffered = buffered.length === 0 ? next.value : Buffer.concat([buffered, next.value]);
    return true;
  }

  return {
    async take(maxBytes) {
      while (buffered.length === 0) if (!(await more())) return undefined;
      const taken = buffered.subarray(0, maxBytes);
      buffered = buffered.subarray(taken.length);
      return taken;
    },
    async line(maxBytes) {
      for (;;) {
        const end = buffered.indexOf('\r\n');
        // A CR at the very end may still get its LF from the next chunk.
        if (end > maxBytes || (end < 0 && buffered.length > maxBytes + 1)) return undefined;
        if (end >= 0) {
          const line = buffered.toString('latin1', 0, end);
          buffered = buffered.subarray(end + 2);
          return line;
        }
        if (!(await more())) return undefined;
      }
    },
  };
}
