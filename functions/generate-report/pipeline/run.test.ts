import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { createCsvEncoder } from '../encode/csv-bytes.ts';
import { createGzipEncoder } from '../encode/gzip.ts';
import { createJsonLinesEncoder } from '../encode/json-lines.ts';
import type { MultipartUpload } from '../upload/multipart-upload.ts';
import { createPartSink } from '../upload/part-sink.ts';
import type { RowSource } from './batch.ts';
import type { CreateEncoder } from './encoder.ts';
import { type PipelineOptions, type PipelineState, runPipeline } from './run.ts';
import { facts, memoryUpload, mixedRows } from './test-pipeline.ts';

const KIB = 1024;
const CSV = createCsvEncoder({ dialect: 'RFC4180' });
const EXCEL = createCsvEncoder({ dialect: 'EXCEL', delimiter: ';' });

interface Invocation extends Partial<Omit<PipelineOptions, 'source'>> {
  readonly upload: MultipartUpload;
  readonly source: RowSource;
  readonly create?: CreateEncoder;
  readonly partBytes?: number;
}

/** One invocation with everything made anew, as in a process of its own. */
async function invoke({ upload, source, create = CSV, partBytes = 64 * KIB, ...rest }: Invocation) {
  const { columns, rowsExpected } = source;
  const { signal = new AbortController().signal, resume } = rest;
  const sink = await createPartSink({
    upload,
    partBytes,
    inFlight: 2,
    signal,
    ...(resume && { resume: resume.sink }),
  });
  const encoder = create({ columns, facts: { ...facts, timeZone: 'Europe/Berlin' }, rowsExpected });
  return runPipeline({ source, encoder, sink, signal, ...rest });
}

/** Stops after every part and goes on from the text of the state; gives the last outcome and the number of stops. */
async function invokeInHops(invocation: Invocation) {
  for (let hops = 0, state: string | undefined; ; hops++) {
    const outcome = await invoke({
      ...invocation,
      checkpoint: { shouldStop: () => true },
      ...(state !== undefined && { resume: JSON.parse(state) as PipelineState }),
    });
    if (outcome.kind === 'finished') return { outcome, hops };
    state = JSON.stringify(outcome.state);
  }
}

test.each([
  ['CSV', CSV, 64 * KIB],
  ['EXCEL', EXCEL, 64 * KIB],
  ['JSONL', createJsonLinesEncoder, 100 * KIB],
  ['CSV.gz', createGzipEncoder(CSV, 150 * KIB), 64 * KIB],
  ['JSONL.gz', createGzipEncoder(createJsonLinesEncoder, 150 * KIB), 64 * KIB],
])('%s stopped after every part comes out byte for byte the same', async (_, create, partBytes) => {
  const source = mixedRows(40_000);
  const [whole, hopped] = [memoryUpload(), memoryUpload()];
  const once = await invoke({ source, create, partBytes, upload: whole.upload });
  const { outcome, hops } = await invokeInHops({
    source,
    create,
    partBytes,
    upload: hopped.upload,
  });

  expect(hops).toBeGreaterThan(4);
  expect(hopped.object()?.equals(whole.object() ?? Buffer.alloc(0))).toBe(true);
  expect(outcome).toEqual(once);
  const sha256 = createHash('sha256')
    .update(whole.object() ?? '')
    .digest('hex');
  expect(outcome).toMatchObject({ kind: 'finished', rowCount: 40_000, sha256 });
});

test('another reader finds every row, packed or not', async () => {
  const source = mixedRows(5_000);
  const [plain, packed] = [memoryUpload(), memoryUpload()];
  await invoke({ source, upload: plain.upload });
  await invokeInHops({ source, create: createGzipEncoder(CSV, 50 * KIB), upload: packed.upload });
  const rows = parse(plain.object() ?? '', { columns: true });

  expect(gunzipSync(packed.object() ?? '').equals(plain.object() ?? Buffer.alloc(0))).toBe(true);
  expect(rows).toHaveLength(5_000);
  expect(rows[4_999]).toEqual({
    id: '4999',
    amount: '44990134.97',
    large: '8998192055486252007',
    day: '2035-09-16',
    moment: '2024-01-25T09:33:20.433+01:00',
    word: '',
    flag: 'true',
  });
});

test('fewer or more rows than announced fail, and nothing is left', async () => {
  for (const made of [99, 101]) {
    const { upload, object, isAborted } = memoryUpload();
    const running = invoke({ source: mixedRows(100, made), upload });

    await expect(running).rejects.toMatchObject({
      code: 'ROW_COUNT_MISMATCH',
      message: `${made} rows were written where 100 were expected.`,
    });
    expect([object(), isAborted()]).toEqual([undefined, true]);
  }
});

test('a row lost between two invocations is found out', async () => {
  const { upload } = memoryUpload();
  const source = mixedRows(5_000);
  const outcome = await invoke({ source, upload, checkpoint: { shouldStop: () => true } });
  if (outcome.kind !== 'checkpoint') throw new Error('not stopped');
  const losing: RowSource = {
    ...source,
    batches: ({ fromRow, signal }) => source.batches({ fromRow: fromRow + 1, signal }),
  };

  await expect(invoke({ source: losing, upload, resume: outcome.state })).rejects.toMatchObject({
    code: 'ROW_COUNT_MISMATCH',
  });
});

test('no rows are a finished file', async () => {
  const { upload, object } = memoryUpload();
  const outcome = await invoke({ source: mixedRows(0), upload });

  expect(outcome).toMatchObject({ kind: 'finished', rowCount: 0, warnings: [] });
  expect(object()?.toString()).toBe('id,amount,large,day,moment,word,flag\r\n');
});

test('storage that fails, a source that fails and a caller that stops leave nothing', async () => {
  const down = new Error('storage is down');
  const broken = new Error('no more rows');
  const stopping = new AbortController();
  const source = mixedRows(50_000);
  const failing: RowSource = {
    ...source,
    async *batches(options) {
      for await (const batch of source.batches(options)) {
        yield batch;
        if (options.signal === stopping.signal) stopping.abort(new Error('cancelled'));
        else throw broken;
      }
    },
  };
  const uploads = [memoryUpload(), memoryUpload(), memoryUpload()];
  const [first, second, third] = uploads.map(({ upload }) => upload) as [
    MultipartUpload,
    MultipartUpload,
    MultipartUpload,
  ];
  const partFails = { ...first, uploadPart: () => Promise.reject(down) };

  await expect(invoke({ source, upload: partFails })).rejects.toBe(down);
  await expect(invoke({ source: failing, upload: second })).rejects.toBe(broken);
  await expect(invoke({ source: failing, upload: third, signal: stopping.signal })).rejects.toThrow(
    'cancelled',
  );
  expect(uploads.map((upload) => [upload.object(), upload.isAborted()])).toEqual(
    Array.from({ length: 3 }, () => [undefined, true]),
  );
});

test('timers get their turn while rows are written, not only at the end', async () => {
  let ticks = 0;
  let ticksBeforeTheEnd = 0;
  const timer = setInterval(() => ticks++, 1);
  await invoke({
    source: mixedRows(60_000),
    upload: memoryUpload().upload,
    partBytes: 64 * KIB * KIB,
    onProgress: () => void (ticksBeforeTheEnd = ticks),
  });
  clearInterval(timer);

  expect(ticksBeforeTheEnd).toBeGreaterThan(3);
});

test('progress counts up to the whole', async () => {
  const seen: { rowsWritten: number; rowsExpected: number | null; bytesWritten: number }[] = [];
  const outcome = await invoke({
    source: mixedRows(5_000),
    upload: memoryUpload().upload,
    onProgress: (progress) => void seen.push(progress),
  });
  const rows = seen.map(({ rowsWritten }) => rowsWritten);

  expect(rows).toEqual([...rows].sort((a, b) => a - b));
  expect(seen.at(0)).toMatchObject({ rowsWritten: 0, rowsExpected: 5_000 });
  expect(seen.at(-1)?.rowsWritten).toBe(5_000);
  expect(seen.at(-1)?.bytesWritten).toBe(outcome.kind === 'finished' && outcome.byteSize);
});

test('the preview is the first 20 rows as a reader sees them', async () => {
  const shown: (readonly (readonly (string | null)[])[])[] = [];
  await invoke({
    source: mixedRows(1_000),
    upload: memoryUpload().upload,
    preview: { timeZone: 'UTC', onRows: (rows) => void shown.push(rows) },
  });
  const last = shown.at(-1) ?? [];

  expect(last).toHaveLength(20);
  expect(last[0]).toEqual([
    '0',
    '-5000015.00',
    '0',
    '2022-01-08',
    '2023-11-14T22:13:20.000Z',
    'lamp',
    null,
  ]);
  expect(last[9]?.[5]).toBeNull();
});

test('a preview cuts what is long', async () => {
  const source: RowSource = {
    columns: [{ name: 'text', type: 'STRING' }],
    rowsExpected: 1,
    // eslint-disable-next-line @typescript-eslint/require-await -- batches are asynchronous for all kinds
    async *batches() {
      yield { length: 1, vectors: [{ values: ['x'.repeat(1_000)] }] };
    },
  };
  let cell: string | null | undefined;
  await invoke({
    source,
    upload: memoryUpload().upload,
    preview: { timeZone: 'UTC', onRows: (rows) => void (cell = rows[0]?.[0]) },
  });

  expect(cell).toBe(`${'x'.repeat(199)}…`);
});
