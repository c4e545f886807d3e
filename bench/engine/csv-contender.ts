import { createHash } from 'node:crypto';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as yieldToEvents } from 'node:timers/promises';
import { type Options, stringify } from 'csv-stringify';
import papaparse from 'papaparse';
import { createCsvEncoder } from '../../functions/generate-report/encode/csv-bytes.ts';
import { createJsonLinesEncoder } from '../../functions/generate-report/encode/json-lines.ts';
import type { CreateEncoder } from '../../functions/generate-report/pipeline/encoder.ts';
import { createOut } from '../../functions/generate-report/pipeline/out.ts';
import { report } from './measure.ts';
import { columns, makeBatches, makePlainRows, type PlainRow } from './rows.ts';

/** `node csv-contender.ts <name> <rows>` writes rows and throws the bytes away; `--digest` prints their SHA-256 instead. */
const PART_BYTES = 8 * 1024 * 1024;
const ROWS_A_CALL = 5000;
const [name = '', rowsText = '', option] = process.argv.slice(2);
const rows = Number(rowsText);
const hash = option === '--digest' ? createHash('sha256') : undefined;
let written = 0;

/** Each makes its rows and gives what writes them. */
const CONTENDERS: Readonly<Record<string, () => () => void | Promise<void>>> = {
  memcpy: () => copyOnly,
  ours: () => ours(createCsvEncoder({ dialect: 'RFC4180' })),
  excel: () => ours(createCsvEncoder({ dialect: 'EXCEL' })),
  jsonl: () => ours(createJsonLinesEncoder),
  'csv-stringify': () => csvStringify({}),
  'csv-stringify for Excel': () => csvStringify({ bom: true, escape_formulas: true }),
  papaparse: papaparseUnparse,
  'JSON.stringify': jsonStringify,
};

const prepare = CONTENDERS[name];
if (!prepare) throw new Error(`No contender is called ${name}.`);
const work = prepare();
await report(async () => {
  await work();
  return written;
});
if (hash) console.log(hash.digest('hex'));

function take(bytes: Uint8Array): void {
  written += bytes.length;
  hash?.update(bytes);
}

function ours(create: CreateEncoder): () => Promise<void> {
  const facts = { title: '', definition: '', asOf: '', timeZone: 'UTC', reportId: '' };
  const encoder = create({ columns, facts, rowsExpected: rows });
  const batches = makeBatches();
  return async () => {
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
  };
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

function csvStringify(options: Options): () => Promise<void> {
  const plainRows = makePlainRows();
  const names = columns.map((column) => column.name);
  return () =>
    pipeline(
      Readable.from(plainRows(rows)),
      stringify({ header: true, columns: names, record_delimiter: '\r\n', ...options }),
      new Writable({ write: (chunk: Buffer, _, done) => (take(chunk), done()) }),
    );
}

function papaparseUnparse(): () => Promise<void> {
  return inBatches((batch) => `${papaparse.unparse(batch, { header: false })}\r\n`);
}

function jsonStringify(): () => Promise<void> {
  const names = columns.map((column) => column.name);
  const line = (row: PlainRow): string =>
    `${JSON.stringify(Object.fromEntries(names.map((key, index) => [key, row[index]])))}\n`;
  return inBatches((batch) => batch.map(line).join(''));
}

function inBatches(write: (batch: PlainRow[]) => string): () => Promise<void> {
  const plainRows = makePlainRows();
  return async () => {
    let batch: PlainRow[] = [];
    for (const row of plainRows(rows)) {
      if (batch.push(row) < ROWS_A_CALL) continue;
      take(Buffer.from(write(batch)));
      batch = [];
      await yieldToEvents();
    }
    if (batch.length > 0) take(Buffer.from(write(batch)));
  };
}
