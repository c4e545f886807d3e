/** The hashes and checksums of a payload as its bytes come. */
import { createHash } from 'node:crypto';
import { startChecksum, type ChecksumAlgorithm } from './checksums.ts';

/** What is wanted. */
export interface DigestChoice {
  readonly md5: boolean;
  readonly sha256: boolean;
  readonly checksums: readonly ChecksumAlgorithm[];
}

export interface Digests {
  /** Empty unless it is wanted. */
  readonly md5: Uint8Array;
  /** Hexadecimal. */
  readonly sha256?: string;
  /** Base64, of every algorithm wanted. */
  readonly checksums: ReadonlyMap<ChecksumAlgorithm, string>;
}

/** Digests that go on, in this thread. */
export interface RunningDigests {
  update(bytes: Uint8Array): void;
  digest(): Digests;
}

/** Starts digests in this thread. */
export function startDigests(choice: DigestChoice): RunningDigests {
  const md5 = choice.md5 ? createHash('md5') : undefined;
  const sha256 = choice.sha256 ? createHash('sha256') : undefined;
  const checksums = choice.checksums.map(
    (algorithm) => [algorithm, startChecksum(algorithm)] as const,
  );
  return {
    update(bytes) {
      md5?.update(bytes);
      sha256?.update(bytes);
      for (const [, checksum] of checksums) checksum.update(bytes);
    },
    digest: () => ({
      md5: md5?.digest() ?? new Uint8Array(),
      ...(sha256 && { sha256: sha256.digest('hex') }),
      checksums: new Map(
        checksums.map(([algorithm, checksum]) => [algorithm, checksum.digest().toString('base64')]),
      ),
    }),
  };
}
