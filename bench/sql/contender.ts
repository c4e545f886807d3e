import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { createDatasetCache } from '../../functions/generate-report/datasets/fetch.ts';
import { createCsvEncoder } from '../../functions/generate-report/encode/csv-bytes.ts';
import { flightDetails } from '../../functions/generate-report/kinds/sql/flight-details/flight-details.ts';
import { readQuery } from '../../functions/generate-report/kinds/sql/read-query.ts';
import { packageStore } from '../../functions/generate-report/kinds/sql/test-flights.ts';
import { createOut } from '../../functions/generate-report/pipeline/out.ts';
import {
  openSqlReport,
  type SqlFileFormat,
  type SqlReport,
} from '../../functions/generate-report/sql/open-report.ts';
import { report } from '../engine/measure.ts';

const [name = '', memory = '1769'] = process.argv.slice(2);
const RANGE = { fromDate: '2001-01-01', toDate: '2001-12-31' };
const CHUNK_BYTES = 8 * 1024 * 1024;
const never = new AbortController().signal;
const facts = { title: '', definition: '', asOf: '', timeZone: 'UTC', reportId: '' };
const FORMATS: Readonly<Record<string, SqlFileFormat>> = {
  csv: { format: 'CSV', csv: { dialect: 'RFC4180' } },
  'csv-by-file': { format: 'CSV', csv: { dialect: 'RFC4180' } },
  excel: { format: 'CSV', csv: { dialect: 'EXCEL' } },
  jsonl: { format: 'JSONL' },
  parquet: { format: 'PARQUET' },
};
const DUCKDB_OPTIONS: Readonly<Record<string, string>> = {
  'duckdb-csv': 'FORMAT csv, HEADER',
  'duckdb-json': 'FORMAT json',
  'duckdb-parquet': 'FORMAT parquet, COMPRESSION zstd',
};

const directory = await mkdtemp(path.join(tmpdir(), 'bench-sql-'));
const datasets = createDatasetCache({ store: packageStore, directory });
const local = await Promise.all(flightDetails.datasets.map((one) => datasets.fetch(one, never)));
if (name === 'csv-by-file') process.env['PATH'] = '/nowhere'; // no mkfifo
await report(DUCKDB_OPTIONS[name] === undefined ? ofReport : ofDuckDb);
await rm(directory, { recursive: true });

/** What anyone would write who has DuckDB and a query. */
async function ofDuckDb(): Promise<number> {
  const threads = String(Math.max(1, Math.floor(Number(memory) / 1769)));
  const instance = await DuckDBInstance.create(':memory:', { threads });
  const connection = await instance.connect();
  for (const { dataset, path: file } of local) {
    await connection.run(`CREATE VIEW ${dataset.name} AS FROM '${file}'`);
  }
  const file = path.join(directory, 'rows');
  const query = await readQuery(flightDetails.folder);
  const copy = `COPY (${query}) TO '${file}' (${DUCKDB_OPTIONS[name]})`;
  await connection.run(copy, { ...RANGE, state: null });
  return (await stat(file)).size;
}

async function ofReport(): Promise<number> {
  await using open = await openSqlReport({
    kind: flightDetails,
    definition: RANGE,
    datasets,
    workDirectory: directory,
    memoryMib: Number(memory),
    signal: never,
    timeoutMs: 600_000,
  });
  const format = FORMATS[name];
  if (format) return await sizeOf(open.file(format, facts).bytes(never));
  return await (name === 'rows' ? countedRows(open) : csvByRows(open));
}

async function sizeOf(chunks: AsyncIterable<Buffer>): Promise<number> {
  let bytes = 0;
  for await (const chunk of chunks) bytes += chunk.length;
  return bytes;
}

async function countedRows(open: SqlReport): Promise<number> {
  let rows = 0;
  for await (const { length } of open.rows().batches({ fromRow: 0, signal: never })) rows += length;
  return rows;
}

async function csvByRows(open: SqlReport): Promise<number> {
  const { columns, rowsExpected } = open;
  const encoder = createCsvEncoder({ dialect: 'RFC4180' })({ columns, facts, rowsExpected });
  const out = createOut(CHUNK_BYTES);
  let bytes = 0;
  await encoder.begin(out);
  for await (const batch of open.rows().batches({ fromRow: 0, signal: never })) {
    for (let row = 0; row < batch.length;) {
      row = await encoder.write(batch, row, out);
      if (!out.isFull) continue;
      bytes += out.offset;
      out.offset = 0;
    }
  }
  return bytes + out.offset;
}
