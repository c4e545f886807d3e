/** CRC-64/NVME, S3's own checksum of an object that was put together from parts. Node has none. */

// documented: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html (the algorithm and its check of the whole object)
// documented: https://reveng.sourceforge.io/crc-catalogue/all.htm#crc.cat.crc-64-nvme (polynomial ad93d23594c93659, reflected; begins and ends with all bits turned over)
const REFLECTED_POLYNOMIAL = 0x9a6c9329ac4bc9b5n;
const BYTE_VALUES = 256;

/** A checksum in progress: halves, as Node's integers of 64 bits are a hundred times slower. */
export interface Crc64 {
  update(bytes: Uint8Array): void;
  /** Of all bytes so far, as S3 writes it: base64 of eight bytes, the highest first. */
  digest(): string;
}

export function createCrc64Nvme(): Crc64 {
  const { high: highs, low: lows } = makeTable();
  let high = 0xffffffff;
  let low = 0xffffffff;
  return {
    update(bytes) {
      for (const byte of bytes) {
        const at = (low ^ byte) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ (lows[at] ?? 0);
        high = (high >>> 8) ^ (highs[at] ?? 0);
      }
    },
    digest() {
      const written = Buffer.alloc(8);
      written.writeUInt32BE(~high >>> 0, 0);
      written.writeUInt32BE(~low >>> 0, 4);
      return written.toString('base64');
    },
  };
}

/** What each byte adds, in two halves. */
function makeTable(): { readonly high: Uint32Array; readonly low: Uint32Array } {
  const high = new Uint32Array(BYTE_VALUES);
  const low = new Uint32Array(BYTE_VALUES);
  for (let byte = 0; byte < BYTE_VALUES; byte++) {
    let crc = BigInt(byte);
    for (let bit = 0; bit < 8; bit++) {
      crc = crc & 1n ? (crc >> 1n) ^ REFLECTED_POLYNOMIAL : crc >> 1n;
    }
    high[byte] = Number(crc >> 32n);
    low[byte] = Number(crc & 0xffffffffn);
  }
  return { high, low };
}
