/** CRC-32C and CRC-64/NVME, eight bytes at a time, and joining the CRCs of two stretches into one. */

/** A running CRC over chunks. */
export interface RunningCrc {
  update(chunk: Uint8Array): void;
  /** Big-endian. */
  digest(): Buffer;
}

/** A reflected CRC's polynomial and width; every CRC here starts and ends with all ones. */
export interface CrcKind {
  readonly bits: 32 | 64;
  readonly polynomial: bigint;
}

export const crc32Kind: CrcKind = { bits: 32, polynomial: 0xedb88320n };
export const crc32cKind: CrcKind = { bits: 32, polynomial: 0x82f63b78n };
export const crc64nvmeKind: CrcKind = { bits: 64, polynomial: 0x9a6c9329ac4bc9b5n };

const slices = 8;

/** Eight tables of 256 entries, low and high 32-bit halves apart: BigInt would be a hundred times slower. */
interface Tables {
  readonly low: readonly Uint32Array[];
  readonly high: readonly Uint32Array[];
}

/** Makes the function that starts running CRCs of a kind; the tables are built once, here. */
export function createCrc(kind: CrcKind): () => RunningCrc {
  const tables = buildTables(kind);
  return () => {
    let low = 0xffffffff;
    let high = kind.bits === 64 ? 0xffffffff : 0;
    return {
      update(chunk) {
        [low, high] = advance(tables, low, high, chunk);
      },
      digest() {
        const digest = Buffer.alloc(kind.bits / 8);
        if (kind.bits === 64) digest.writeUInt32BE(~high >>> 0, 0);
        digest.writeUInt32BE(~low >>> 0, digest.length - 4);
        return digest;
      },
    };
  };
}

/** The CRC of two stretches in a row, from theirs and the second's length. */
export function combineCrc(
  kind: CrcKind,
  first: Buffer,
  second: Buffer,
  secondBytes: number,
): Buffer {
  const width = BigInt(kind.bits);
  const shifted = multiply(kind, toBigInt(first), shiftBy(kind, BigInt(secondBytes) * 8n));
  const combined = BigInt.asUintN(kind.bits, shifted ^ toBigInt(second));
  return Buffer.from(combined.toString(16).padStart(Number(width / 4n), '0'), 'hex');
}

function buildTables({ bits, polynomial }: CrcKind): Tables {
  const low = Array.from({ length: slices }, () => new Uint32Array(256));
  const high = Array.from({ length: slices }, () => new Uint32Array(256));
  for (let byte = 0; byte < 256; byte++) {
    let crc = BigInt(byte);
    for (let slice = 0; slice < slices; slice++) {
      for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ polynomial : crc >> 1n;
      (low[slice] as Uint32Array)[byte] = Number(crc & 0xffffffffn);
      (high[slice] as Uint32Array)[byte] = bits === 64 ? Number(crc >> 32n) : 0;
    }
  }
  return { low, high };
}

function advance(tables: Tables, low: number, high: number, chunk: Uint8Array): [number, number] {
  const [l0, l1, l2, l3, l4, l5, l6, l7] = tables.low as Tuple8;
  const [h0, h1, h2, h3, h4, h5, h6, h7] = tables.high as Tuple8;
  const at = (table: Uint32Array, index: number): number => table[index & 255] as number;
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  let offset = 0;
  for (; offset + 8 <= chunk.length; offset += 8) {
    const a = low ^ view.getUint32(offset, true);
    const b = high ^ view.getUint32(offset + 4, true);
    // prettier-ignore
    low = at(l7, a) ^ at(l6, a >>> 8) ^ at(l5, a >>> 16) ^ at(l4, a >>> 24) ^
      at(l3, b) ^ at(l2, b >>> 8) ^ at(l1, b >>> 16) ^ at(l0, b >>> 24);
    // prettier-ignore
    high = at(h7, a) ^ at(h6, a >>> 8) ^ at(h5, a >>> 16) ^ at(h4, a >>> 24) ^
      at(h3, b) ^ at(h2, b >>> 8) ^ at(h1, b >>> 16) ^ at(h0, b >>> 24);
  }
  for (; offset < chunk.length; offset++) {
    const index = low ^ (chunk[offset] as number);
    low = ((low >>> 8) | (high << 24)) ^ at(l0, index);
    high = (high >>> 8) ^ at(h0, index);
  }
  return [low >>> 0, high >>> 0];
}

type Tuple8 = [
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
];

// Reflected polynomials: the highest bit of the number is the coefficient of x^0.
function multiply({ bits, polynomial }: CrcKind, a: bigint, b: bigint): bigint {
  let product = 0n;
  for (let bit = BigInt(bits - 1); bit >= 0n; bit--) {
    if ((a >> bit) & 1n) product ^= b;
    b = b & 1n ? (b >> 1n) ^ polynomial : b >> 1n;
  }
  return product;
}

/** x^exponent modulo the polynomial, by squaring. */
function shiftBy(kind: CrcKind, exponent: bigint): bigint {
  let result = 1n << BigInt(kind.bits - 1);
  let power = 1n << BigInt(kind.bits - 2);
  for (; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = multiply(kind, result, power);
    power = multiply(kind, power, power);
  }
  return result;
}

function toBigInt(digest: Buffer): bigint {
  return BigInt(`0x${digest.toString('hex')}`);
}
