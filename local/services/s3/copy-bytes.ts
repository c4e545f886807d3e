/** Copies bytes of an object within S3, reading no more of them than its hashes need. */
import type { Blob } from './blobs.ts';
import type { Bucket } from './bucket.ts';
import type { Checksum, ChecksumAlgorithm } from './checksums.ts';
import type { CopySource } from './copy-source.ts';
import { digestChunks } from './digest-chunks.ts';
import type { DigestThreads } from './digest-threads.ts';
import type { ByteRange } from './range.ts';
import { readBlobs } from './read-object.ts';

/** One piece with hashes of its own. */
export interface Copied {
  readonly etag: string;
  readonly checksum: Checksum;
  readonly blob: Blob;
}

/**
 * Copies a range into `to`. A file that is copied whole only gets a second name, and an object that was
 * stored in one piece keeps its MD5 and a checksum of the algorithm; what is missing is computed.
 */
export async function copyBytes(
  source: CopySource,
  range: ByteRange,
  to: Bucket,
  algorithm: ChecksumAlgorithm,
  threads: DigestThreads | undefined,
): Promise<Copied> {
  const { bucket: from, object } = source;
  using _pinned = from.blobs.pin(object.blobs);
  const bytes = range.end - range.start + 1;
  const isWhole = bytes === object.size;
  const [only] = object.blobs;
  const { checksum } = object;
  const knownEtag = isWhole && object.uploadId === undefined ? object.etag : undefined;
  const isKnown = isWhole && checksum.algorithm === algorithm && checksum.type === 'FULL_OBJECT';
  const knownValue = isKnown ? checksum.value : undefined;
  const linked =
    isWhole && only && object.blobs.length === 1
      ? await to.blobs.adopt(from.blobs.path(only), bytes)
      : undefined;
  if (linked && knownEtag !== undefined && knownValue !== undefined) {
    return { etag: knownEtag, checksum, blob: linked };
  }
  try {
    await using writer = linked ? undefined : await to.blobs.create();
    const { md5, checksums } = await digestChunks(readBlobs(from.blobs, object.blobs, range), {
      bytes,
      choice: {
        md5: knownEtag === undefined,
        sha256: false,
        checksums: knownValue === undefined ? [algorithm] : [],
      },
      threads,
      write: (chunk) => writer?.write(chunk) ?? Promise.resolve(),
    });
    const value = knownValue ?? checksums.get(algorithm) ?? '';
    return {
      etag: knownEtag ?? Buffer.from(md5).toString('hex'),
      checksum: { algorithm, type: 'FULL_OBJECT', value },
      blob: linked ?? ((await writer?.finish()) as Blob),
    };
  } catch (error) {
    if (linked) to.blobs.remove([linked]);
    throw error;
  }
}
