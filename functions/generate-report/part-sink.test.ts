import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createPartSink, type MultipartUpload } from './part-sink.ts';

const MIB = 1024 * 1024;

function collectingUpload(uploadMs = 0) {
  const parts: Buffer[] = [];
  let completed: readonly { partNumber: number; etag: string }[] | undefined;
  let underWay = 0;
  let mostUnderWay = 0;
  const upload: MultipartUpload = {
    async uploadPart(partNumber, body) {
      mostUnderWay = Math.max(mostUnderWay, ++underWay);
      parts[partNumber - 1] = Buffer.from(body);
      await new Promise((resolve) => setTimeout(resolve, uploadMs));
      underWay--;
      return { etag: `etag-${partNumber}` };
    },
    complete: (all) => Promise.resolve(void (completed = all)),
    abort: () => Promise.resolve(),
  };
  return { upload, parts, completed: () => completed, mostUnderWay: () => mostUnderWay };
}

test('parts are of one size but the last, in order, and together are what was written', async () => {
  const { upload, parts, completed } = collectingUpload();
  const sink = createPartSink(upload, new AbortController().signal);
  const written = Array.from({ length: 41 }, (_, index) => Buffer.alloc(MIB / 2, index));
  for (const chunk of written) await sink.write(chunk);
  const finished = await sink.finish();
  await finished.complete();

  const whole = Buffer.concat(written);
  expect(parts.map((part) => part.length)).toEqual([8 * MIB, 8 * MIB, 4.5 * MIB]);
  expect(Buffer.concat(parts).equals(whole)).toBe(true);
  expect(finished.byteSize).toBe(whole.length);
  expect(finished.sha256).toBe(createHash('sha256').update(whole).digest('hex'));
  expect(completed()).toEqual([
    { partNumber: 1, etag: 'etag-1' },
    { partNumber: 2, etag: 'etag-2' },
    { partNumber: 3, etag: 'etag-3' },
  ]);
});

test('a writer faster than storage waits: one part is on its way at a time', async () => {
  const { upload, mostUnderWay } = collectingUpload(5);
  const sink = createPartSink(upload, new AbortController().signal);
  for (let part = 0; part < 6; part++) await sink.write(Buffer.alloc(8 * MIB));
  await sink.finish();

  expect(mostUnderWay()).toBe(1);
});

test('an empty file is one empty part', async () => {
  const { upload, parts } = collectingUpload();
  const sink = createPartSink(upload, new AbortController().signal);
  const { byteSize } = await sink.finish();

  expect(byteSize).toBe(0);
  expect(parts).toHaveLength(1);
});

test('a failed part fails the write after it and never the process', async () => {
  const { upload } = collectingUpload();
  const failing = { ...upload, uploadPart: () => Promise.reject(new Error('storage is down')) };
  const sink = createPartSink(failing, new AbortController().signal);
  await sink.write(Buffer.alloc(8 * MIB));
  await new Promise((resolve) => setTimeout(resolve, 5));

  await expect(sink.write(Buffer.alloc(8 * MIB))).rejects.toThrow('storage is down');
});
