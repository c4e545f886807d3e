import { ReportError } from '../errors.ts';
import type { Out } from '../pipeline/encoder.ts';
import { createOut } from '../pipeline/out.ts';
import type { MultipartUpload, UploadedPart } from './multipart-upload.ts';
import { allocateShared, createPartHash, type PartChecks } from './part-hash.ts';
import { MAX_PARTS } from './part-size.ts';

/** Where parts go and how much memory they may take: `partBytes` times `inFlight` and one. */
export interface PartSinkOptions {
  readonly upload: MultipartUpload;
  /** Where a part counts as full; parts end on whole rows and are a little longer. At least 5 MiB in S3. */
  readonly partBytes: number;
  /** Parts being uploaded or hashed at once; memory is this many and one more. */
  readonly inFlight: number;
  readonly signal: AbortSignal;
  /** Whether `state` may be asked for; if not, hashing costs a quarter. True when absent, and for what is resumed. */
  readonly isContinuable?: boolean;
  /** The state of an earlier process that had the same upload. */
  readonly resume?: PartSinkState;
}

/** What another process needs to go on; JSON, about 70 bytes a part. */
export interface PartSinkState {
  readonly uploadId: string;
  readonly parts: readonly UploadedPart[];
  readonly byteSize: number;
  readonly sha256: string;
}

/** What was written, once everything is uploaded. */
export interface WrittenObject {
  readonly byteSize: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/**
 * Turns bytes into the parts of one upload, some on their way while the next is filled; memory stays flat. A thread
 * hashes them: `finish`, `state` and `abort` end it, so that each use must come to one of these.
 */
export interface PartSink {
  /** The part being filled. */
  readonly out: Out;
  /** Bytes of the file so far, those not yet sent included. */
  bytesWritten(): number;
  /** Sends what `out` holds; settles when there is room for the next part. Rejects with the first failure of any part. */
  swap(): Promise<void>;
  /** What another process goes on with, once all that was sent is acknowledged; nothing may be unsent, and nothing more is. */
  state(): Promise<PartSinkState>;
  /** Sends the rest and settles when all parts are acknowledged. The object does not exist yet. */
  finish(): Promise<WrittenObject>;
  /** Makes the object, after `finish`. */
  complete(): Promise<void>;
  /** Stops what is on its way and removes all parts. */
  abort(): Promise<void>;
}

/** A sink for a new upload, or for one that an earlier process began. */
export async function createPartSink(options: PartSinkOptions): Promise<PartSink> {
  const { upload, partBytes, inFlight, resume } = options;
  if (resume && resume.uploadId !== upload.uploadId) {
    throw new Error(`The state is of upload ${resume.uploadId}, not of ${upload.uploadId}.`);
  }
  const hash = await createPartHash({
    isSavable: options.isContinuable !== false || resume !== undefined,
    saved: resume?.sha256,
  });
  const stopping = new AbortController();
  const signal = AbortSignal.any([options.signal, stopping.signal]);
  const out = createOut(partBytes, { allocate: allocateShared });
  const parts: (UploadedPart | undefined)[] = [...(resume?.parts ?? [])];
  const sending = new Set<Promise<void>>();
  const spare: Buffer[] = [];
  let sentBytes = resume?.byteSize ?? 0;
  let failure: { readonly reason: unknown } | undefined;

  return {
    out,
    bytesWritten: () => sentBytes + out.offset,
    swap,
    state,
    finish,
    complete: () => upload.complete(acknowledged(), sentBytes),
    abort,
  };

  async function swap(): Promise<void> {
    if (out.offset > 0) await send((part) => hash.add(part));
  }

  async function state(): Promise<PartSinkState> {
    if (out.offset > 0) throw new Error('Part of the file is not sent yet.');
    await allSent();
    const sha256 = await hash.save();
    if (sha256 === null) throw new Error('The sink was made for a file that is not continued.');
    await hash.end();
    return { uploadId: upload.uploadId, parts: acknowledged(), byteSize: sentBytes, sha256 };
  }

  async function finish(): Promise<WrittenObject> {
    let sha256 = '';
    const digest = async (rest: Buffer): Promise<void> => void (sha256 = await hash.digest(rest));
    // An upload needs a part, if only an empty one.
    if (out.offset > 0 || parts.length === 0) await send((part) => ({ hashed: digest(part) }));
    else await digest(out.buffer.subarray(0, 0));
    await allSent();
    await hash.end();
    return { byteSize: sentBytes, sha256 };
  }

  async function abort(): Promise<void> {
    stopping.abort();
    await hash.end();
    // A part that arrives after the upload was aborted would be stored, and paid for.
    await Promise.all(sending);
    await upload.abort();
  }

  async function send(check: (part: Buffer) => PartChecks): Promise<void> {
    throwIfStopped();
    if (parts.length === MAX_PARTS) {
      throw new ReportError(
        'TOO_LARGE_FOR_FORMAT',
        'The file is larger than was expected and larger than can be stored. Choose fewer rows.',
      );
    }
    while (sending.size >= inFlight) await Promise.race(sending);
    throwIfStopped();
    const { buffer } = out;
    const body = buffer.subarray(0, out.offset);
    parts.push(undefined);
    start(parts.length, body, check(body));
    sentBytes += body.length;
    out.renew(spare.pop());
  }

  /** The buffer is free for another part once this one is uploaded and hashed, whichever comes last. */
  function start(partNumber: number, body: Buffer, { crc32, hashed }: PartChecks): void {
    const fail = (reason: unknown): void => void (failure ??= { reason });
    const uploading = crc32
      ? crc32.then((known) => upload.uploadPart(partNumber, body, signal, known))
      : upload.uploadPart(partNumber, body, signal);
    const uploaded = uploading.then((stored) => void (parts[partNumber - 1] = stored));
    const part = Promise.all([uploaded.catch(fail), hashed.catch(fail)]).then(() => {
      sending.delete(part);
      const whole = Buffer.from(body.buffer);
      // A buffer that a very long row has stretched is not kept.
      if (whole.length <= 2 * partBytes) spare.push(whole);
    });
    sending.add(part);
  }

  async function allSent(): Promise<void> {
    await Promise.all(sending);
    throwIfStopped();
  }

  function throwIfStopped(): void {
    options.signal.throwIfAborted();
    if (failure) throw failure.reason;
  }

  function acknowledged(): UploadedPart[] {
    return parts.map((part, index) => {
      if (!part) throw new Error(`Part ${index + 1} is not uploaded yet.`);
      return part;
    });
  }
}
