import { Readable } from 'node:stream';
import { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { stringify } from 'csv-stringify';
import { createCsvEncoder } from '../../functions/generate-report/encode/csv-bytes.ts';
import { createGzipEncoder } from '../../functions/generate-report/encode/gzip.ts';
import type { RowSource } from '../../functions/generate-report/pipeline/batch.ts';
import { runPipeline } from '../../functions/generate-report/pipeline/run.ts';
import { choosePartBytes } from '../../functions/generate-report/upload/part-size.ts';
import { createPartSink } from '../../functions/generate-report/upload/part-sink.ts';
import { beginS3Upload } from '../../functions/generate-report/upload/s3-upload.ts';
import { createThreadedHandler } from '../../functions/generate-report/upload/send-in-thread.ts';
import { report } from './measure.ts';
import { columns, makeBatches, makePlainRows } from './rows.ts';

/** `node upload-contender.ts <name> <rows> <port>` writes rows as CSV into storage at a port. */
const [name = '', rowsText = '', port = ''] = process.argv.slice(2);
const rows = Number(rowsText);
const s3 = new S3Client({
  endpoint: `http://127.0.0.1:${port}`,
  region: 'eu-central-1',
  forcePathStyle: true,
  credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  ...(name !== 'naive' && { requestHandler: createThreadedHandler({}) }),
});
const csv = createCsvEncoder({ dialect: 'RFC4180' });
/** Each makes its rows and gives what writes them and tells their bytes. */
const CONTENDERS: Readonly<Record<string, () => () => Promise<number>>> = {
  ours: () => ours({ isContinuable: false }),
  continuable: () => ours({ isContinuable: true }),
  gzip: () => ours({ isContinuable: true, encoder: createGzipEncoder(csv) }),
  naive,
};

const prepare = CONTENDERS[name];
if (!prepare) throw new Error(`No contender is called ${name}.`);
await report(prepare());
s3.destroy();

function ours({ isContinuable, encoder = csv }: { isContinuable: boolean; encoder?: typeof csv }) {
  const batches = makeBatches();
  const { signal } = new AbortController();
  const facts = { title: '', definition: '', asOf: '', timeZone: 'UTC', reportId: '' };
  const source: RowSource = {
    columns,
    rowsExpected: rows,
    // eslint-disable-next-line @typescript-eslint/require-await -- batches are asynchronous for all sources
    async *batches() {
      yield* batches(rows);
    },
  };
  return async () => {
    const upload = await beginS3Upload(s3, { bucket: 'b', key: 'k' }, 'text/csv');
    const partBytes = choosePartBytes(rows * 110);
    const sink = await createPartSink({ upload, partBytes, inFlight: 3, signal, isContinuable });
    const outcome = await runPipeline({
      source,
      encoder: encoder({ columns, facts, rowsExpected: rows }),
      sink,
      signal,
      checkpoint: { shouldStop: () => false },
    });
    if (outcome.kind !== 'finished') throw new Error('not finished');
    return outcome.byteSize;
  };
}

/** What the two libraries' guides show: rows through a stream of text into a managed upload. */
function naive(): () => Promise<number> {
  const plainRows = makePlainRows();
  const names = columns.map((column) => column.name);
  return async () => {
    let bytes = 0;
    const text = Readable.from(plainRows(rows)).pipe(stringify({ header: true, columns: names }));
    text.on('data', (chunk: Buffer) => void (bytes += chunk.length));
    await new Upload({ client: s3, params: { Bucket: 'b', Key: 'k', Body: text } }).done();
    return bytes;
  };
}
