import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { measure, type Took } from '../engine/measure.ts';
import { table } from '../lib/table.ts';

const CONTENDER = path.join(import.meta.dirname, 'contender.ts');
const COLD_START = path.join(import.meta.dirname, 'cold-start.ts');
const ROWS = 3_000_000;

/** What is compared with what: each of ours with DuckDB's own COPY to a file. */
const CONTENDERS = [
  { what: 'DuckDB, CSV to a file', name: 'duckdb-csv', peer: 'duckdb-csv' },
  { what: 'ours, CSV', name: 'csv', peer: 'duckdb-csv' },
  { what: 'ours, CSV without a FIFO', name: 'csv-by-file', peer: 'duckdb-csv' },
  { what: 'ours, CSV for Excel', name: 'excel', peer: 'duckdb-csv' },
  { what: 'ours, CSV row by row', name: 'csv-by-rows', peer: 'duckdb-csv' },
  { what: 'DuckDB, JSON Lines to a file', name: 'duckdb-json', peer: 'duckdb-json' },
  { what: 'ours, JSON Lines', name: 'jsonl', peer: 'duckdb-json' },
  { what: 'DuckDB, Parquet to a file', name: 'duckdb-parquet', peer: 'duckdb-parquet' },
  { what: 'ours, Parquet', name: 'parquet', peer: 'duckdb-parquet' },
  { what: 'rows for an encoder', name: 'rows', peer: 'duckdb-csv' },
] as const;

/**
 * How fast 3 million flights become a file by DuckDB alone and by a report, and what loading DuckDB costs a cold
 * start; each in its own process, turn by turn: `npm run bench -- sql [--rounds 3] [--memory 1769]`.
 */
export function run(args: string[]): void {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: '3' },
      memory: { type: 'string', default: '1769' },
    },
  });
  const rounds = Number(values.rounds);
  const each = CONTENDERS.map(({ name }) => [name, values.memory]);
  printSpeeds(measure(CONTENDER, each, rounds), values.memory);
  const directory = mkdtempSync(path.join(tmpdir(), 'bench-sql-'));
  const starts = ['nothing', 'duckdb', 'report'];
  printStarts(
    measure(
      COLD_START,
      starts.map((name) => [name, directory]),
      rounds,
    ),
  );
  rmSync(directory, { recursive: true });
}

function printSpeeds(took: readonly Took[], memory: string): void {
  const secondsOf = (name: string): number =>
    took[CONTENDERS.findIndex((one) => one.name === name)]?.seconds ?? NaN;
  const rows = CONTENDERS.map(({ what, name, peer }, index) => {
    const { seconds = NaN, cpuSeconds = NaN, rssMb = NaN, bytes = NaN } = took[index] ?? {};
    return [
      what,
      seconds.toFixed(2),
      Math.round(ROWS / seconds / 1000).toString(),
      cpuSeconds.toFixed(2),
      Math.round(rssMb).toString(),
      Math.round(bytes / 1e6).toString(),
      `${Math.round((secondsOf(peer) / secondsOf(name)) * 100)} %`,
    ];
  });
  const head = ['flightDetails', 's', 'k rows/s', 'CPU s', 'RSS MB', 'MB', 'speed of DuckDB'];
  console.log(
    `${ROWS.toLocaleString('en')} rows, a function of ${memory} MB\n${table(head, rows)}`,
  );
}

function printStarts(took: readonly Took[]): void {
  const whats = ['without DuckDB', 'DuckDB loaded, first query', 'a report open, rows counted'];
  const rows = whats.map((what, index) => {
    const { seconds = NaN, cpuSeconds = NaN, rssMb = NaN } = took[index] ?? {};
    const milliseconds = [seconds, cpuSeconds].map((one) => Math.round(one * 1000).toString());
    return [what, ...milliseconds, Math.round(rssMb).toString()];
  });
  console.log(`\nA process from its start\n${table(['', 'ms', 'CPU ms', 'RSS MB'], rows)}`);
}
