/** The checksums S3 knows: running ones, and the one of an object made of parts. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import {
  combineCrc,
  crc32Kind,
  crc32cKind,
  crc64nvmeKind,
  createCrc,
  type CrcKind,
  type RunningCrc,
} from './crc.ts';

export type ChecksumAlgorithm = 'CRC32' | 'CRC32C' | 'CRC64NVME' | 'SHA1' | 'SHA256';
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE';

/** A checksum as S3 shows it: base64, with `-<parts>` when it is composite. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly type: ChecksumType;
  readonly value: string;
}

export const checksumAlgorithms: readonly ChecksumAlgorithm[] = [
  'CRC32',
  'CRC32C',
  'CRC64NVME',
  'SHA1',
  'SHA256',
];

const digestBytes = { CRC32: 4, CRC32C: 4, CRC64NVME: 8, SHA1: 20, SHA256: 32 } as const;
const crcKinds: Partial<Record<ChecksumAlgorithm, CrcKind>> = {
  CRC32: crc32Kind,
  CRC32C: crc32cKind,
  CRC64NVME: crc64nvmeKind,
};
// They keep nothing between calls, so every service of the process shares them.
const startCrc32c = await createCrc(crc32cKind);
const startCrc64nvme = await createCrc(crc64nvmeKind);

/** A running checksum. */
export function startChecksum(algorithm: ChecksumAlgorithm): RunningCrc {
  if (algorithm === 'CRC32C') return startCrc32c();
  if (algorithm === 'CRC64NVME') return startCrc64nvme();
  if (algorithm === 'CRC32') return startCrc32();
  const hash = createHash(algorithm === 'SHA1' ? 'sha1' : 'sha256');
  return { update: (chunk) => void hash.update(chunk), digest: () => hash.digest() };
}

/** The header that carries a checksum. */
export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

/** The algorithm a text names in any case, or undefined. */
export function parseAlgorithm(text: string): ChecksumAlgorithm | undefined {
  return checksumAlgorithms.find((algorithm) => algorithm === text.toUpperCase());
}

/** True for base64 of as many bytes as the algorithm has. */
export function isChecksumValue(algorithm: ChecksumAlgorithm, value: string): boolean {
  const bytes = Buffer.from(value, 'base64');
  return bytes.length === digestBytes[algorithm] && bytes.toString('base64') === value;
}

/** The checksum types an algorithm may have in a multipart upload; the first is the default. */
export function checksumTypes(algorithm: ChecksumAlgorithm): readonly ChecksumType[] {
  // documented: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
  if (algorithm === 'CRC64NVME') return ['FULL_OBJECT'];
  return crcKinds[algorithm] ? ['COMPOSITE', 'FULL_OBJECT'] : ['COMPOSITE'];
}

/** The checksum of an object made of parts, from theirs. */
export function joinChecksums(
  algorithm: ChecksumAlgorithm,
  type: ChecksumType,
  parts: readonly { readonly value: string; readonly size: number }[],
): Checksum {
  const digests = parts.map((part) => Buffer.from(part.value, 'base64'));
  const kind = crcKinds[algorithm];
  const [head, ...tail] = digests;
  if (type === 'FULL_OBJECT' && kind && head) {
    const whole = tail.reduce<Buffer>(
      (joined, digest, index) => combineCrc(kind, joined, digest, parts[index + 1]?.size ?? 0),
      head,
    );
    return { algorithm, type, value: whole.toString('base64') };
  }
  // observed: https://github.com/floci-io/floci/issues/3083 (a digest of the parts' digests, "-<parts>")
  const running = startChecksum(algorithm);
  for (const digest of digests) running.update(digest);
  return { algorithm, type, value: `${running.digest().toString('base64')}-${parts.length}` };
}

function startCrc32(): RunningCrc {
  let crc = 0;
  return {
    update: (chunk) => void (crc = crc32(chunk, crc)),
    digest() {
      const digest = Buffer.alloc(4);
      digest.writeUInt32BE(crc >>> 0);
      return digest;
    },
  };
}
