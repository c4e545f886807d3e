/** Gathers the small chunks of a socket into large pieces of shared memory: one is filled while the other is used. */
const pieceBytes = 1024 ** 2;

export interface Gatherer {
  /** Settles when there is room for the next chunk, whose memory is given up. */
  add(chunk: Buffer): Promise<void>;
  /** Hands over what is left and settles when every piece was used; rejects when one could not be. */
  end(): Promise<void>;
  /** Settles when nobody uses a piece any more. */
  idle(): Promise<void>;
}

/** Hands pieces to `use`, which has each until it settles; at most two at once, begun in order. */
export function gather(use: (piece: Buffer) => Promise<unknown>): Gatherer {
  const buffers = [0, 1].map(() => Buffer.from(new SharedArrayBuffer(pieceBytes)));
  const uses: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()];
  let turn = 0;
  let filled = 0;

  async function hand(): Promise<void> {
    const using = use((buffers[turn] as Buffer).subarray(0, filled));
    using.catch(() => undefined); // told to whoever waits for it
    uses[turn] = using;
    turn = 1 - turn;
    filled = 0;
    await uses[turn];
  }

  return {
    async add(chunk) {
      for (let offset = 0; offset < chunk.length;) {
        const copied = chunk.copy(buffers[turn] as Buffer, filled, offset);
        offset += copied;
        filled += copied;
        if (filled === pieceBytes) await hand();
      }
      free(chunk);
    },
    async end() {
      if (filled > 0) await hand();
      await Promise.all(uses);
    },
    async idle() {
      await Promise.allSettled(uses);
    },
  };
}

// Collected late, 100 MB of chunks would have the whole heap marked twice; their memory is given back at once.
function free({ buffer, length }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === length) buffer.transfer(0);
}
