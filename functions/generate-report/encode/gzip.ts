import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { createOut } from '../pipeline/out.ts';
import type { CreateEncoder, Encoder, Out } from '../pipeline/encoder.ts';

const compress = promisify(gzip);

/** Bytes before compression of a member: short enough to be compressed side by side, long enough to cost no ratio. */
const MEMBER_BYTES = 2 * 1024 * 1024;
/**
 * Members compressed at the same time. Not by the number of cores: where parts end depends on it, and a file
 * continued on another machine must come out the same.
 */
const MEMBERS_IN_FLIGHT = 2;
/** The fastest: zlib's usual level 6 makes files a sixth smaller and takes three times as long. */
const LEVEL = 1;

/**
 * Compresses what another encoder writes: gzip members one after the other, which together are one gzip file,
 * compressed in libuv's thread pool and written in order. Where a part of the file ends, a member ends.
 * documented: https://www.rfc-editor.org/rfc/rfc1952#section-2.2
 */
export function createGzipEncoder(
  createInner: CreateEncoder,
  memberBytes = MEMBER_BYTES,
): CreateEncoder {
  return (options) => wrap(createInner(options), memberBytes);
}

function wrap(inner: Encoder, memberBytes: number): Encoder {
  const { save, restore } = inner;
  const filling = createOut(memberBytes);
  const spare: Buffer[] = [];
  const pending: Promise<Buffer>[] = [];
  let isEmpty = true;
  return {
    contentType: 'application/gzip',
    extension: `${inner.extension}.gz`,
    begin: () => inner.begin(filling),
    write,
    async end(out) {
      await inner.end(filling);
      await flush(out);
      if (isEmpty) await append(compress(Buffer.alloc(0), { level: LEVEL }), out);
    },
    warnings: () => inner.warnings(),
    ...(save && {
      async save(out: Out) {
        const state: unknown = await save.call(inner, filling);
        await flush(out);
        return { inner: state, isEmpty };
      },
    }),
    ...(restore && {
      restore(state: unknown) {
        const saved = state as { inner: unknown; isEmpty: boolean };
        restore.call(inner, saved.inner);
        isEmpty = saved.isEmpty;
      },
    }),
  };

  async function write(batch: Parameters<Encoder['write']>[0], fromRow: number, out: Out) {
    let row = fromRow;
    while (row < batch.length) {
      row = await inner.write(batch, row, filling);
      if (!filling.isFull) continue;
      cut();
      if (pending.length > MEMBERS_IN_FLIGHT) await append(pending.shift(), out);
      if (out.isFull) break;
    }
    return row;
  }

  /** Sends what was written to be compressed and goes on with another buffer. */
  function cut(): void {
    const { buffer, offset } = filling;
    const member = compress(buffer.subarray(0, offset), { level: LEVEL }).finally(
      () => void spare.push(buffer),
    );
    // A failure is met where the member is awaited; until then it must not count as unhandled.
    member.catch(() => undefined);
    pending.push(member);
    isEmpty = false;
    filling.renew(spare.pop());
  }

  async function flush(out: Out): Promise<void> {
    if (filling.offset > 0) cut();
    while (pending.length > 0) await append(pending.shift(), out);
  }
}

async function append(member: Promise<Buffer> | undefined, out: Out): Promise<void> {
  if (!member) return;
  const bytes = await member;
  out.ensure(bytes.length);
  bytes.copy(out.buffer, out.offset);
  out.offset += bytes.length;
}
