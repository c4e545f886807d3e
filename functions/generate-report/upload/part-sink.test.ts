import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { memoryUpload } from '../pipeline/test-pipeline.ts';
import type { MultipartUpload } from './multipart-upload.ts';
import { choosePartBytes, MAX_PARTS } from './part-size.ts';
import { createPartSink, type PartSink, type PartSinkState } from './part-sink.ts';

const MIB = 1024 * 1024;
const signal = new AbortController().signal;

const sinkOf = (
  upload: MultipartUpload,
  options: { resume?: PartSinkState; isContinuable?: boolean; inFlight?: number } = {},
) => createPartSink({ upload, partBytes: MIB, inFlight: 2, signal, ...options });

function fill({ out }: PartSink, bytes: Uint8Array): void {
  out.ensure(bytes.length);
  out.buffer.set(bytes, out.offset);
  out.offset += bytes.length;
}

/** What keeps this process alive for a thread. */
const threads = () =>
  process.getActiveResourcesInfo().filter((kind) => kind === 'MessagePort').length;

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test.each([true, false])(
  'parts in order are what was written (continuable: %s)',
  async (isContinuable) => {
    const { upload, parts, object } = memoryUpload(2);
    const sink = await sinkOf(upload, { isContinuable });
    const written = [1.1, 1.3, 1, 1.2, 0.4].map((size, index) =>
      Buffer.alloc(Math.ceil(size * MIB), index + 1),
    );
    for (const bytes of written) {
      fill(sink, bytes);
      if (sink.out.isFull) await sink.swap();
    }
    const whole = Buffer.concat(written);
    expect(sink.bytesWritten()).toBe(whole.length);
    const finished = await sink.finish();
    expect(object()).toBeUndefined();
    await sink.complete();

    expect(parts).toHaveLength(5);
    expect(object()?.equals(whole)).toBe(true);
    expect(finished).toEqual({ byteSize: whole.length, sha256: sha256(whole) });
  },
);

test('a writer faster than storage waits, and memory stays at the parts on their way and one', async () => {
  const { upload, mostUnderWay } = memoryUpload(40);
  const sink = await sinkOf(upload, { inFlight: 3 });
  const buffers = new Set<ArrayBufferLike>();
  for (let part = 0; part < 12; part++) {
    buffers.add(sink.out.buffer.buffer);
    fill(sink, Buffer.alloc(MIB, part));
    await sink.swap();
  }
  await sink.finish();

  expect(mostUnderWay()).toBe(3);
  expect(buffers.size).toBe(4);
});

test('a row longer than a part stretches the part, and its buffer is not kept', async () => {
  const { upload, object } = memoryUpload();
  const sink = await sinkOf(upload);
  const long = Buffer.alloc(5 * MIB, 7);
  fill(sink, Buffer.from('before'));
  fill(sink, long);
  expect(sink.out.isFull).toBe(true);
  await sink.swap();
  fill(sink, Buffer.from('behind'));
  expect(sink.out.buffer.length).toBeLessThan(2 * MIB);
  await sink.finish();
  await sink.complete();

  expect(
    object()?.equals(Buffer.concat([Buffer.from('before'), long, Buffer.from('behind')])),
  ).toBe(true);
});

test('another process goes on from the state, which is text', async () => {
  const { upload, object } = memoryUpload(2);
  const first = await sinkOf(upload);
  for (const letter of ['a', 'b', 'c']) {
    fill(first, Buffer.alloc(MIB + 3, letter));
    await first.swap();
  }
  const state = JSON.stringify(await first.state());
  const resume = JSON.parse(state) as PartSinkState;
  const second = await sinkOf(upload, { resume, isContinuable: false });
  expect(second.bytesWritten()).toBe(3 * (MIB + 3));
  fill(second, Buffer.from('end'));
  const { sha256: digest, byteSize } = await second.finish();
  await second.complete();

  const whole = object() ?? Buffer.alloc(0);
  expect(whole.length).toBe(3 * (MIB + 3) + 3);
  expect(byteSize).toBe(whole.length);
  expect(digest).toBe(sha256(whole));
  expect(state.length).toBeLessThan(400);
});

test('a state is of what is acknowledged, of one upload, and of a sink made to be continued', async () => {
  const { upload } = memoryUpload();
  const sink = await sinkOf(upload);
  fill(sink, Buffer.from('x'));
  const fast = await sinkOf(upload, { isContinuable: false });

  await expect(sink.state()).rejects.toThrow('not sent');
  await expect(fast.state()).rejects.toThrow('not continued');
  const other = { uploadId: 'another', parts: [], byteSize: 0, sha256: '' };
  await expect(sinkOf(upload, { resume: other })).rejects.toThrow('another');
});

test('an empty file is one empty part', async () => {
  const { upload, parts, object } = memoryUpload();
  const sink = await sinkOf(upload);
  expect(await sink.finish()).toEqual({ byteSize: 0, sha256: sha256(Buffer.alloc(0)) });
  await sink.complete();

  expect(parts).toHaveLength(1);
  expect(object()).toHaveLength(0);
});

test('a failed part fails the writer, never the process', async () => {
  const { upload } = memoryUpload();
  const failing = { ...upload, uploadPart: () => Promise.reject(new Error('storage is down')) };
  const sink = await sinkOf(failing);
  fill(sink, Buffer.alloc(MIB));
  await sink.swap().catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 5));
  fill(sink, Buffer.alloc(MIB));

  await expect(sink.swap()).rejects.toThrow('storage is down');
  await expect(sink.finish()).rejects.toThrow('storage is down');
  expect(() => sink.complete()).toThrow('not uploaded');
});

test('abort ends what is on its way before the upload is removed', async () => {
  const order: string[] = [];
  const upload: MultipartUpload = {
    ...memoryUpload().upload,
    async uploadPart(_number, _body, stopped) {
      await new Promise((resolve) => stopped.addEventListener('abort', resolve));
      await new Promise((resolve) => setTimeout(resolve, 10));
      order.push('part ended');
      throw new Error('aborted');
    },
    abort: () => Promise.resolve(void order.push('upload removed')),
  };
  const sink = await sinkOf(upload);
  fill(sink, Buffer.alloc(MIB));
  await sink.swap();
  await sink.abort();

  expect(order).toEqual(['part ended', 'upload removed']);
});

test.each(['finish', 'state', 'abort'] as const)('%s leaves no thread', async (end) => {
  const before = threads();
  const { upload } = memoryUpload(5);
  const sink = await sinkOf(upload);
  for (let part = 0; part < 3; part++) {
    fill(sink, Buffer.alloc(MIB, part));
    await sink.swap();
  }
  expect(threads()).toBeGreaterThan(before);
  await sink[end]();

  expect(threads()).toBe(before);
});

test('the signal of the caller stops the writer with its own reason', async () => {
  const { upload } = memoryUpload(20);
  const stopping = new AbortController();
  const sink = await createPartSink({
    upload,
    partBytes: MIB,
    inFlight: 1,
    signal: stopping.signal,
  });
  fill(sink, Buffer.alloc(MIB));
  await sink.swap();
  stopping.abort(new Error('cancelled'));
  fill(sink, Buffer.alloc(MIB));

  await expect(sink.swap()).rejects.toThrow('cancelled');
});

test('parts are 8 MiB, larger where there would be too many, and never more than storage takes', async () => {
  expect(choosePartBytes(null)).toBe(8 * MIB);
  expect(choosePartBytes(1e9)).toBe(8 * MIB);
  expect(choosePartBytes(1e12) * MAX_PARTS).toBeGreaterThan(1.1e12);
  const { upload } = memoryUpload();
  const parts = Array.from({ length: MAX_PARTS }, () => ({ etag: 'e' }));
  const { sha256: hashState } = await (await sinkOf(upload)).state();
  const resume = { uploadId: upload.uploadId, parts, byteSize: 1, sha256: hashState };
  const sink = await sinkOf(upload, { resume });
  fill(sink, Buffer.alloc(MIB));

  await expect(sink.swap()).rejects.toMatchObject({ code: 'TOO_LARGE_FOR_FORMAT' });
});
