import { S3Client } from '@aws-sdk/client-s3';
import { createCsvEncoder } from '../../functions/generate-report/encode/csv-bytes.ts';
import type { RowSource } from '../../functions/generate-report/pipeline/batch.ts';
import { runPipeline } from '../../functions/generate-report/pipeline/run.ts';
import { choosePartBytes } from '../../functions/generate-report/upload/part-size.ts';
import { createPartSink } from '../../functions/generate-report/upload/part-sink.ts';
import { beginS3Upload } from '../../functions/generate-report/upload/s3-upload.ts';

/**
 * `node stream-gigabytes.ts <endpoint> <bucket> <rows>`: streams rows of two kilobytes into storage, in a process of its
 * own, and prints `{ byteSize, sha256, parts, maxRssMb }`.
 */
const [endpoint = '', bucket = '', rowsText = ''] = process.argv.slice(2);
const rows = Number(rowsText);
const BATCH_ROWS = 500;
const TEXT = 'spreadsheet '.repeat(166);

const columns = [
  { name: 'row', type: 'INTEGER' },
  { name: 'text', type: 'STRING' },
] as const;
const facts = { title: '', definition: '', asOf: '', timeZone: 'UTC', reportId: 'gigabytes' };
const source: RowSource = {
  columns,
  rowsExpected: rows,
  // eslint-disable-next-line @typescript-eslint/require-await -- batches are asynchronous for all sources
  async *batches({ fromRow }) {
    const texts = Array.from({ length: BATCH_ROWS }, () => TEXT);
    for (let first = fromRow; first < rows; first += BATCH_ROWS) {
      const length = Math.min(BATCH_ROWS, rows - first);
      const numbers = Int32Array.from({ length }, (_, index) => first + index);
      yield { length, vectors: [{ values: numbers }, { values: texts.slice(0, length) }] };
    }
  },
};

const s3 = new S3Client({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});
const { signal } = new AbortController();
const upload = await beginS3Upload(s3, { bucket, key: 'reports/gigabytes/1/1.csv' }, 'text/csv');
let parts = 0;
const sink = await createPartSink({
  upload: {
    ...upload,
    complete: (all, bytes) => ((parts = all.length), upload.complete(all, bytes)),
  },
  partBytes: choosePartBytes(rows * TEXT.length),
  inFlight: 3,
  signal,
});
const outcome = await runPipeline({
  source,
  encoder: createCsvEncoder({ dialect: 'RFC4180' })({ columns, facts, rowsExpected: rows }),
  sink,
  signal,
});
if (outcome.kind !== 'finished') throw new Error('not finished');
const maxRssMb = process.resourceUsage().maxRSS / 1024;
const { byteSize, sha256 } = outcome;
console.log(JSON.stringify({ byteSize, sha256, parts, maxRssMb }));
s3.destroy();
