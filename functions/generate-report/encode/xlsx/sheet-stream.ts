import { Buffer } from 'node:buffer';
import { hash, subtle } from 'node:crypto';
import { constants, crc32, createDeflateRaw, deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Out } from '../../pipeline/encoder.ts';
import { createXmlArea, type XmlArea } from './xml-area.ts';
import type { ZipEntry, ZipWriter } from './zip.ts';

/** Bytes of XML that are compressed and hashed at once; part of what the digest means. */
export const BLOCK_BYTES = 512 * 1024;
/** Blocks being compressed at once: what keeps two cores busy while the next is written. */
const IN_FLIGHT = 4;
/** Room for the row that runs over a block's end. */
const SLACK_BYTES = 64 * 1024;
/** The last deflate block, empty. */
const LAST_BLOCK = Buffer.from([0x03, 0x00]);
/** Level 1 takes less than half the time of level 6 for a file a fifth larger. */
const DEFLATE = {
  level: 1,
  memLevel: 9,
  finishFlush: constants.Z_FULL_FLUSH,
  chunkSize: 128 * 1024,
};

export interface SheetStreamState {
  readonly crc: number;
  readonly bytes: number;
  readonly compressedBytes: number;
  readonly digest: string;
  /** What is not compressed yet, deflated, in base64; empty as a rule at a full part's end but for a piece of a row. */
  readonly pending: string;
}

export interface SheetStream {
  /** Where the XML is written; `submit` is called between rows. */
  readonly area: XmlArea;
  /** Bytes that make a block: once `area.offset` is there, `submit` has something to do. */
  readonly blockBytes: number;
  /** Puts XML before everything that was written so far; only before the first `submit`. */
  prepend(xml: string): void;
  /** Sends the full blocks to be compressed, and writes out those whose turn it is. */
  submit(out: Out): Promise<void>;
  /** Waits for the blocks being compressed and writes them out. */
  drain(out: Out): Promise<void>;
  /** Compresses the rest, ends the entry's content and tells its CRC and sizes. */
  end(out: Out, entry: ZipEntry): Promise<void>;
  /**
   * The digest so far, in hexadecimal: h = 32 zero bytes; for each block of the XML, h = SHA-256(h + SHA-256(block)).
   * A block is `blockBytes` of the sheet's XML, the last one shorter.
   */
  digest(): string;
  /** After `drain`. */
  save(): SheetStreamState;
  restore(state: SheetStreamState): void;
}

interface Job {
  readonly done: Promise<readonly [pieces: Buffer[], sha256: Buffer]>;
  /** Free once this job is done. */
  readonly release: Buffer | null;
}

/**
 * Compresses XML in independent blocks in the thread pool. Blocks are cut by size alone and come out in order, so the bytes
 * do not depend on batches, parts, checkpoints or timing. A full flush ends each on a byte boundary with nothing
 * to remember, which is what makes the state between two of them small.
 */
export function createSheetStream(zip: ZipWriter, blockBytes = BLOCK_BYTES): SheetStream {
  const area = createXmlArea(blockBytes + SLACK_BYTES);
  const free: Buffer[] = [];
  const jobs: Job[] = [];
  let crc = 0;
  let bytes = 0;
  let compressedBytes = 0;
  let digest: Buffer = Buffer.alloc(32);

  return {
    area,
    blockBytes,
    prepend,
    submit,
    drain,
    end,
    digest: () => digest.toString('hex'),
    save: () => ({
      crc,
      bytes,
      compressedBytes,
      digest: digest.toString('base64'),
      pending: deflateRawSync(area.buffer.subarray(0, area.offset)).toString('base64'),
    }),
    restore(state) {
      ({ crc, bytes, compressedBytes } = state);
      digest = Buffer.from(state.digest, 'base64');
      place(inflateRawSync(Buffer.from(state.pending, 'base64')));
    },
  };

  function prepend(xml: string): void {
    place(Buffer.concat([Buffer.from(xml), area.buffer.subarray(0, area.offset)]));
  }

  async function submit(out: Out): Promise<void> {
    if (area.offset < blockBytes) return;
    const full = area.buffer;
    const filled = area.offset;
    const end = filled - (filled % blockBytes);
    area.buffer = free.pop() ?? Buffer.allocUnsafeSlow(blockBytes + SLACK_BYTES);
    area.offset = 0;
    place(full.subarray(end, filled));
    for (let from = 0; from < end; from += blockBytes) {
      const to = from + blockBytes;
      await start(full.subarray(from, to), to === end ? full : null, out);
    }
  }

  async function start(block: Buffer, release: Buffer | null, out: Out): Promise<void> {
    crc = crc32(block, crc);
    bytes += block.length;
    const done = Promise.all([deflate(block), sha256(block)]);
    // A failure is met when its turn comes; until then it must not count as unhandled.
    done.catch(() => undefined);
    jobs.push({ done, release });
    if (jobs.length > IN_FLIGHT) await takeOldest(out);
  }

  async function takeOldest(out: Out): Promise<void> {
    const [job] = jobs.splice(0, 1);
    if (!job) return;
    const [pieces, blockDigest] = await job.done;
    digest = hash('sha256', Buffer.concat([digest, blockDigest]), 'buffer');
    for (const piece of pieces) {
      compressedBytes += piece.length;
      zip.append(out, piece);
    }
    // Their memory goes back at once: collected at leisure it would add up to 60 MB.
    for (const memory of new Set(pieces.map(({ buffer }) => buffer))) {
      if (memory instanceof ArrayBuffer) memory.transfer(0);
    }
    if (job.release?.length === blockBytes + SLACK_BYTES) free.push(job.release);
  }

  async function drain(out: Out): Promise<void> {
    while (jobs.length > 0) await takeOldest(out);
  }

  async function end(out: Out, entry: ZipEntry): Promise<void> {
    await submit(out);
    if (area.offset > 0) await start(area.buffer.subarray(0, area.offset), null, out);
    await drain(out);
    zip.append(out, LAST_BLOCK);
    entry.crc = crc;
    entry.bytes = bytes;
    entry.compressedBytes = compressedBytes + LAST_BLOCK.length;
    zip.closeFile(out, entry);
  }

  function place(content: Uint8Array): void {
    area.offset = 0;
    area.ensure(content.length);
    area.buffer.set(content, 0);
    area.offset = content.length;
  }
}

/** The pieces of a block compressed; unlike `deflateRaw` it leaves no copy of them to be collected. */
function deflate(block: Buffer): Promise<Buffer[]> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    createDeflateRaw(DEFLATE)
      .on('data', (piece: Buffer) => pieces.push(piece))
      .on('end', () => resolve(pieces))
      .on('error', reject)
      .end(block);
  });
}

async function sha256(block: Buffer): Promise<Buffer> {
  // `allocUnsafeSlow` never gives shared memory, which is all the type is about.
  return Buffer.from(await subtle.digest('SHA-256', block as Buffer<ArrayBuffer>));
}
