import { createHash } from 'node:crypto';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as yieldToEvents } from 'node:timers/promises';
import { stringify } from 'csv-stringify';
import papaparse from 'papaparse';
import { createCsvEncoder } from '../../functions/generate-report/encode/csv-bytes.ts';
import { createJsonLinesEncoder } from '../../functions/generate-report/encode/json-lines.ts';
import type { CreateEncoder } from '../../functions/generate-report/pipeline/encoder.ts';
import { createOut } from '../../functions/generate-report/pipeline/out.ts';
import { report } from './measure.ts';
import { batches, columns, plainRows } from './rows.ts';

/** `node csv-contender.ts <name> <rows>` writes rows and throws the bytes away; `--digest` prints their SHA-256 instead. */
const PART_BYTES = 8 * 1024 * 1024;
const PAPAPARSE_ROWS = 5000;
const [name = '', rowsText = '', option] = process.argv.slice(2);
const rows = Number(rowsText);
const hash = option === '--digest' ? createHash('sha256') : undefined;
let written = 0;

const CONTENDERS: Readonly<Record<string, () => void | Promise<void>>> = {
  memcpy: copyOnly,
  ours: () => ours(createCsvEncoder({ dialect: 'RFC4180' })),
  excel: () => ours(createCsvEncoder({ dialect: 'EXCEL' })),
  jsonl: () => ours(createJsonLinesEncoder),
  'csv-stringify': csvStringify,
  papaparse: papaparseUnparse,
  'JSON.stringify': jsonStringify,
};

const work = CONTENDERS[name];
if (!work) throw new Error(`No contender is called ${name}.`);
await report(async () => {
  await work();
  return written;
});
if (hash) console.log(hash.digest('hex'));

function take(bytes: Uint8Array): void {
  written += bytes.length;
  hash?.update(bytes);
}

async function ours(create: CreateEncoder): Promise<void> {
  const facts = { title: '', definition: '', asOf: '', timeZone: 'UTC', reportId: '' };
  const encoder = create({ columns, facts, rowsExpected: rows });
  const out = createOut(PART_BYTES);
  await encoder.begin(out);
  for (const batch of batches(rows)) {
    for (let row = 0; row < batch.length;) {
      row = await encoder.write(batch, row, out);
      if (!out.isFull) continue;
      take(out.buffer.subarray(0, out.offset));
      out.renew(out.buffer);
    }
  }
  take(out.buffer.subarray(0, out.offset));
}

/** No writer can be faster: the bytes are there and are copied once. */
function copyOnly(): void {
  const row = Buffer.alloc(105, 'x');
  const from = Buffer.concat(Array.from({ length: 4096 }, () => row));
  const to = Buffer.alloc(from.length);
  for (let left = rows * row.length; left > 0; left -= from.length) {
    from.copy(to);
    take(to.subarray(0, Math.min(left, to.length)));
  }
}

async function csvStringify(): Promise<void> {
  await pipeline(
    Readable.from(plainRows(rows)),
    stringify({
      header: true,
      columns: columns.map((column) => column.name),
      record_delimiter: '\r\n',
    }),
    new Writable({ write: (chunk: Buffer, _, done) => (take(chunk), done()) }),
  );
}

async function papaparseUnparse(): Promise<void> {
  await inBatches((batch) => `${papaparse.unparse(batch, { header: false })}\r\n`);
}

async function jsonStringify(): Promise<void> {
  const names = columns.map((column) => column.name);
  await inBatches((batch) =>
    batch
      .map((row) => `${JSON.stringify(Object.fromEntries(names.map((key, i) => [key, row[i]])))}\n`)
      .join(''),
  );
}

async function inBatches(write: (batch: unknown[][]) => string): Promise<void> {
  let batch: unknown[][] = [];
  for (const row of plainRows(rows)) {
    if (batch.push(row as unknown as unknown[]) < PAPAPARSE_ROWS) continue;
    take(Buffer.from(write(batch)));
    batch = [];
    await yieldToEvents();
  }
  if (batch.length > 0) take(Buffer.from(write(batch)));
}
