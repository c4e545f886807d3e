import type { DuckDb } from './duckdb.ts';

/** Words of 4 bytes in DuckDB's representation of a text: length, then 12 bytes of it, or 4 and a pointer. */
// observed: DuckDB 1.5.5, `duckdb_string_t`
const WORDS = 4;
const INLINE_BYTES = 12;
const SLOT_BITS = 12;
const SLOTS = 1 << SLOT_BITS;

/** Reads the texts of a vector's bytes; `nulls` is 1 where there is none. */
export type ReadTexts = (
  bytes: Uint8Array,
  length: number,
  nulls: Uint8Array | undefined,
) => (string | null)[];

/**
 * A reader that makes a string once for texts that repeat, which in reports most do: short ones are found by their
 * bytes, long ones by their address, which holds within one vector only.
 */
export function createTextReader(bindings: DuckDb['bindings']): ReadTexts {
  const keys = new Int32Array(SLOTS * WORDS);
  const texts = new Array<string>(SLOTS).fill('');

  return function read(bytes, length, nulls) {
    const words = new Int32Array(bytes.buffer, bytes.byteOffset, length * WORDS);
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const byAddress = new Map<number, { byteLength: number; text: string }>();
    const values = new Array<string | null>(length);
    for (let row = 0; row < length; row++) {
      if (nulls?.[row] === 1) values[row] = null;
      else if ((words[row * WORDS] as number) <= INLINE_BYTES)
        values[row] = short(words, row, view);
      else values[row] = long(words, row, view, byAddress);
    }
    return values;
  };

  function short(words: Int32Array, row: number, view: Buffer): string {
    const at = row * WORDS;
    const byteLength = words[at] as number;
    const one = words[at + 1] as number;
    const two = words[at + 2] as number;
    const three = words[at + 3] as number;
    const mixed =
      Math.imul(one, 0x9e3779b1) ^ Math.imul(two, 0x85ebca6b) ^ Math.imul(three, 0xc2b2ae35);
    const slot = Math.imul(mixed ^ byteLength, 0x27d4eb2f) >>> (32 - SLOT_BITS);
    const key = slot * WORDS;
    if (
      keys[key + 1] === one &&
      keys[key] === byteLength &&
      keys[key + 2] === two &&
      keys[key + 3] === three
    ) {
      return texts[slot] as string;
    }
    const start = at * 4 + 4;
    const text = view.toString('utf8', start, start + byteLength);
    keys.set([byteLength, one, two, three], key);
    texts[slot] = text;
    return text;
  }

  function long(
    words: Int32Array,
    row: number,
    view: Buffer,
    byAddress: Map<number, { byteLength: number; text: string }>,
  ): string {
    const at = row * WORDS;
    const byteLength = words[at] as number;
    const address = (words[at + 3] as number) * 2 ** 32 + ((words[at + 2] as number) >>> 0);
    const known = byAddress.get(address);
    if (known?.byteLength === byteLength) return known.text;
    const offset = view.byteOffset + at * 4 + 8;
    const bytes = bindings.get_data_from_pointer(view.buffer as ArrayBuffer, offset, byteLength);
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, byteLength).toString();
    byAddress.set(address, { byteLength, text });
    return text;
  }
}
