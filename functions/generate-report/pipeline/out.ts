import type { Out } from './encoder.ts';

/** An `Out` over a buffer that can be taken away. */
export interface RenewableOut extends Out {
  /** Starts anew at the beginning of `buffer`; of a new one when none is given or it is too small. */
  renew(buffer?: Buffer): void;
}

/** Rows are met whole: a buffer is this much longer than where it counts as full, so that it seldom has to grow. */
const SLACK = 1 / 8;

export interface OutOptions {
  /** Room to begin with. */
  readonly usualBytes?: number;
  /** Where memory comes from. */
  readonly allocate?: (bytes: number) => Buffer;
}

/** An `Out` that is full at `fullBytes` and grows when a row needs more room. */
export function createOut(
  fullBytes: number,
  {
    usualBytes = Math.ceil(fullBytes * (1 + SLACK)),
    allocate = Buffer.allocUnsafeSlow,
  }: OutOptions = {},
): RenewableOut {
  return {
    buffer: allocate(usualBytes),
    offset: 0,
    fullBytes,
    get isFull() {
      return this.offset >= fullBytes;
    },
    ensure(bytes) {
      const needed = this.offset + bytes;
      if (needed <= this.buffer.length) return;
      const grown = allocate(Math.max(needed, Math.ceil(this.buffer.length * 1.5)));
      this.buffer.copy(grown, 0, 0, this.offset);
      this.buffer = grown;
    },
    renew(buffer) {
      const isUsable = buffer !== undefined && buffer.length >= usualBytes;
      this.buffer = isUsable ? buffer : allocate(usualBytes);
      this.offset = 0;
    },
  };
}
