import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  type CompletedPart,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { ReportError } from '../errors.ts';
import { type JoinedPart, type Piece, planJoin, type Stretch } from './plan-join.ts';

/** Copies under way; each is a request without a body, so that this is kindness to S3 and no question of memory. */
const COPIES_AT_ONCE = 8;

export interface Join {
  readonly s3: S3Client;
  readonly bucket: string;
  /** Of the object that is made. */
  readonly key: string;
  readonly contentType: string;
  /** What the object begins with, before the first part. */
  readonly head: Buffer;
  /** Objects of the same bucket, in order. */
  readonly parts: readonly JoinedPart[];
  readonly signal: AbortSignal;
  onProgress?(bytesJoined: number): void;
}

/** An object as S3 itself knows it. */
export interface JoinedFile {
  readonly byteSize: number;
  /** Base64, of the whole object, computed by S3. */
  readonly crc64nvme: string;
}

/**
 * Makes one object of the head and the parts inside S3: pieces of 5 MiB and more are copied there, what is smaller
 * passes through memory, one piece below 10 MiB at a time. When it rejects there is neither object nor upload:
 * `STORAGE_ERROR` when S3 refuses, the signal's reason when that ends it.
 */
export async function joinParts(join: Join): Promise<JoinedFile> {
  const { s3, bucket, key, head, parts, signal } = join;
  const pieces = planJoin(head.length, parts);
  const byteSize = pieces.reduce((sum, { size }) => sum + size, 0);
  signal.throwIfAborted();
  const target = { Bucket: bucket, Key: key, UploadId: await begin(join) };
  try {
    const sent = await sendPieces(join, pieces, target.UploadId);
    signal.throwIfAborted();
    return { byteSize, crc64nvme: await complete(s3, target, sent, byteSize) };
  } catch (cause) {
    // What cannot be aborted now, the bucket's lifecycle rule removes.
    await s3.send(new AbortMultipartUploadCommand(target)).catch(() => undefined);
    signal.throwIfAborted();
    throw failure(cause);
  }
}

async function complete(
  s3: S3Client,
  target: Record<'Bucket' | 'Key' | 'UploadId', string>,
  Parts: CompletedPart[],
  byteSize: number,
): Promise<string> {
  try {
    const { ChecksumCRC64NVME } = await s3.send(
      new CompleteMultipartUploadCommand({
        ...target,
        MultipartUpload: { Parts },
        ChecksumType: 'FULL_OBJECT',
        // S3 refuses to make an object of another size.
        // documented: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
        MpuObjectSize: byteSize,
      }),
    );
    if (ChecksumCRC64NVME === undefined) throw new Error('S3 told no checksum of what it joined.');
    return ChecksumCRC64NVME;
  } catch (error) {
    // It may have been made all the same; a report that fails has no file.
    const { Bucket, Key } = target;
    await s3.send(new DeleteObjectCommand({ Bucket, Key })).catch(() => undefined);
    throw error;
  }
}

async function begin({ s3, bucket, key, contentType }: Join): Promise<string> {
  const command = new CreateMultipartUploadCommand({
    Bucket: bucket,
    Key: key,
    ContentType: contentType,
    ChecksumAlgorithm: 'CRC64NVME',
    ChecksumType: 'FULL_OBJECT',
  });
  const { UploadId = '' } = await s3.send(command).catch((cause: unknown) => {
    throw failure(cause);
  });
  return UploadId;
}

/** Sends all pieces, copies side by side and gathered ones one at a time; settles when none is under way. */
async function sendPieces(
  join: Join,
  pieces: readonly Piece[],
  UploadId: string,
): Promise<CompletedPart[]> {
  const sent = new Array<CompletedPart>(pieces.length);
  const failed = new AbortController();
  const signal = AbortSignal.any([join.signal, failed.signal]);
  let bytesJoined = 0;

  // Workers share one iterator, so that each piece is taken once.
  async function work(numbered: IterableIterator<[number, Piece]>): Promise<void> {
    for (const [index, piece] of numbered) {
      signal.throwIfAborted();
      const PartNumber = index + 1;
      const target = { Bucket: join.bucket, Key: join.key, UploadId, PartNumber };
      sent[index] = { PartNumber, ...(await sendPiece(join, piece, target, signal)) };
      bytesJoined += piece.size;
      join.onProgress?.(bytesJoined);
    }
  }

  const numbered = [...pieces.entries()];
  const copied = numbered.filter(([, { kind }]) => kind === 'copied').values();
  const gathered = numbered.filter(([, { kind }]) => kind === 'gathered').values();
  const workers = [gathered, ...Array.from({ length: COPIES_AT_ONCE }, () => copied)].map(
    async (share) => {
      await work(share).catch((error: unknown) => {
        failed.abort(error);
        throw error;
      });
    },
  );
  await Promise.allSettled(workers); // nothing may be sent to an upload that is aborted
  if (failed.signal.aborted) throw failed.signal.reason;
  return sent;
}

type Target = Readonly<Record<'Bucket' | 'Key' | 'UploadId', string> & { PartNumber: number }>;
type Sent = Pick<CompletedPart, 'ETag' | 'ChecksumCRC64NVME'>;

async function sendPiece(
  join: Join,
  piece: Piece,
  target: Target,
  abortSignal: AbortSignal,
): Promise<Sent> {
  if (piece.kind === 'copied') {
    const { part, start, end } = piece.from;
    const isWhole = end - start === part.size;
    const command = new UploadPartCopyCommand({
      ...target,
      CopySource: [join.bucket, ...part.key.split('/')].map(encodeURIComponent).join('/'),
      ...(!isWhole && { CopySourceRange: `bytes=${start}-${end - 1}` }),
    });
    const { CopyPartResult } = await join.s3.send(command, { abortSignal });
    const { ETag, ChecksumCRC64NVME } = CopyPartResult ?? {};
    return { ETag, ChecksumCRC64NVME };
  }
  const Body = await gatherBytes(join, piece, abortSignal);
  const command = new UploadPartCommand({ ...target, Body, ChecksumAlgorithm: 'CRC64NVME' });
  const { ETag, ChecksumCRC64NVME } = await join.s3.send(command, { abortSignal });
  return { ETag, ChecksumCRC64NVME };
}

async function gatherBytes(
  { s3, bucket, head }: Join,
  piece: Extract<Piece, { kind: 'gathered' }>,
  abortSignal: AbortSignal,
): Promise<Buffer> {
  const chunks = [head.subarray(0, piece.headBytes)];
  for (const stretch of piece.from)
    chunks.push(await readStretch(s3, bucket, stretch, abortSignal));
  return Buffer.concat(chunks, piece.size);
}

async function readStretch(
  s3: S3Client,
  Bucket: string,
  { part, start, end }: Stretch,
  abortSignal: AbortSignal,
): Promise<Buffer> {
  const Range = `bytes=${start}-${end - 1}`;
  const command = new GetObjectCommand({ Bucket, Key: part.key, Range });
  const { Body, ContentRange } = await s3.send(command, { abortSignal });
  const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
  if (bytes.length === end - start && ContentRange?.endsWith(`/${part.size}`)) return bytes;
  throw new Error(`${part.key} has not the ${part.size} bytes it was said to have.`);
}

/** Storage's own words stay in the log: they name buckets and keys. */
function failure(cause: unknown): ReportError {
  return new ReportError('STORAGE_ERROR', 'The file could not be stored.', { cause });
}
