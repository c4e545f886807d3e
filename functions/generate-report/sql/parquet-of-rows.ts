import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Content, ContentOptions } from '../content.ts';
import { createCsvEncoder } from '../encode/csv-bytes.ts';
import { ReportError } from '../errors.ts';
import type { RowSource } from '../pipeline/batch.ts';
import { createOut } from '../pipeline/out.ts';
import { toDatasetColumn } from './column-types.ts';
import { parquetForm } from './copy-forms.ts';
import { createByteSource } from './copy-to-fifo.ts';
import { countRows } from './count.ts';
import { openSession } from './session.ts';
import { snapshotQuery } from './snapshot.ts';

const CHUNK_BYTES = 1024 * 1024;

/**
 * Parquet of rows made in TypeScript: they go to a CSV file in the work directory, which DuckDB then reads with
 * declared types; nulls and empty texts stay apart.
 */
export async function openParquetOfRows(
  source: RowSource,
  options: ContentOptions,
): Promise<Content> {
  const directory = await mkdtemp(path.join(options.workDirectory, 'rows-'));
  const remove = () => rm(directory, { recursive: true, force: true });
  try {
    const file = path.join(directory, 'rows.csv');
    await pipeline(Readable.from(csvOf(source, options)), createWriteStream(file));
    const columns = source.columns.map(toDatasetColumn);
    const dataset = { name: 'made_rows', key: 'rows.csv', format: 'csv', columns } as const;
    const session = await openSession({
      ...options,
      datasets: [{ dataset, path: file, etag: '' }],
    });
    const close = async (): Promise<void> => {
      await session[Symbol.asyncDispose]();
      await remove();
    };
    try {
      // Files are read in their order: no ORDER BY is needed.
      const sql = 'SELECT * FROM made_rows';
      const query = { ...snapshotQuery(session, source.columns), sql, unordered: sql };
      const rowsExpected = await countRows(session, query);
      requireAll(rowsExpected, source.rowsExpected);
      return {
        kind: 'bytes',
        source: createByteSource({ session, query, form: parquetForm(), rowsExpected }),
        gzip: false,
        columns: source.columns,
        rowsExpected,
        [Symbol.asyncDispose]: close,
      };
    } catch (error) {
      await close();
      throw error;
    }
  } catch (error) {
    await remove();
    throw error;
  }
}

async function* csvOf(
  source: RowSource,
  { order, signal }: ContentOptions,
): AsyncGenerator<Uint8Array> {
  const { columns, rowsExpected } = source;
  // Timestamps in UTC: Parquet stores moments, not clock faces.
  const facts = { ...order.facts, timeZone: 'UTC' };
  const encoder = createCsvEncoder({ dialect: 'RFC4180' })({ columns, facts, rowsExpected });
  const out = createOut(CHUNK_BYTES);
  await encoder.begin(out);
  for await (const batch of source.batches({ fromRow: 0, signal })) {
    for (let row = 0; row < batch.length;) {
      row = await encoder.write(batch, row, out);
      if (!out.isFull) continue;
      yield out.buffer.subarray(0, out.offset);
      out.renew();
    }
  }
  await encoder.end(out);
  yield out.buffer.subarray(0, out.offset);
}

function requireAll(rows: number, expected: number | null): void {
  if (expected === null || rows === expected) return;
  throw new ReportError(
    'ROW_COUNT_MISMATCH',
    `${rows} rows were written where ${expected} were expected.`,
  );
}
