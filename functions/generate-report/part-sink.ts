import { createHash } from 'node:crypto';

/** Every part but the last; S3 takes 10,000 parts of at least 5 MiB. */
// documented: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
const PART_BYTES = 8 * 1024 * 1024;

/** One multipart upload, as storage offers it. */
export interface MultipartUpload {
  uploadPart(partNumber: number, body: Uint8Array, signal: AbortSignal): Promise<{ etag: string }>;
  complete(parts: readonly { partNumber: number; etag: string }[]): Promise<void>;
  abort(): Promise<void>;
}

/** What was written, once everything is uploaded. */
export interface WrittenObject {
  readonly byteSize: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** Collects bytes into parts of one size and uploads each while the next fills: memory stays at two parts. */
export function createPartSink(upload: MultipartUpload, signal: AbortSignal) {
  const hash = createHash('sha256');
  const parts: { partNumber: number; etag: string }[] = [];
  let filling: Buffer[] = [];
  let fillingBytes = 0;
  let byteSize = 0;
  let inFlight: Promise<void> = Promise.resolve();

  return { write, finish, bytesWritten: () => byteSize };

  /** Takes `chunk`; waits while the part before is still on its way. */
  async function write(chunk: Uint8Array): Promise<void> {
    hash.update(chunk);
    byteSize += chunk.byteLength;
    filling.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    fillingBytes += chunk.byteLength;
    while (fillingBytes >= PART_BYTES) {
      const bytes = Buffer.concat(filling);
      filling = [bytes.subarray(PART_BYTES)];
      fillingBytes = bytes.byteLength - PART_BYTES;
      await send(bytes.subarray(0, PART_BYTES));
    }
  }

  /** Uploads what is left; the object exists only once `complete` of the upload is called. */
  async function finish(): Promise<WrittenObject & { complete(): Promise<void> }> {
    if (fillingBytes > 0 || parts.length === 0) await send(Buffer.concat(filling));
    await inFlight;
    const written = { byteSize, sha256: hash.digest('hex') };
    return { ...written, complete: () => upload.complete(parts) };
  }

  async function send(body: Uint8Array): Promise<void> {
    await inFlight;
    signal.throwIfAborted();
    const partNumber = parts.length + 1;
    const part = { partNumber, etag: '' };
    parts.push(part);
    inFlight = upload
      .uploadPart(partNumber, body, signal)
      .then(({ etag }) => void (part.etag = etag));
    // A failure is met at the next `await inFlight`; until then it must not count as unhandled.
    inFlight.catch(() => undefined);
  }
}
