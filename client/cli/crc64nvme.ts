/** CRC-64/NVME, S3's own checksum of an object that was put together from parts. */
import { createCRC64 } from 'hash-wasm';

// documented: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html (the algorithm and its check of the whole object)
// documented: https://reveng.sourceforge.io/crc-catalogue/all.htm#crc.cat.crc-64-nvme (polynomial ad93d23594c93659, here reflected)
const REFLECTED_POLYNOMIAL = '9a6c9329ac4bc9b5';

/** A checksum in progress. */
export interface Crc64 {
  update(bytes: Uint8Array): void;
  /** Once, of all bytes, as S3 writes it: base64 of eight bytes, the highest first. */
  digest(): string;
}

export async function createCrc64Nvme(): Promise<Crc64> {
  const crc = (await createCRC64(REFLECTED_POLYNOMIAL)).init();
  return {
    update: (bytes) => void crc.update(bytes),
    digest: () => Buffer.from(crc.digest('binary')).toString('base64'),
  };
}
