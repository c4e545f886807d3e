import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { measure, type Took } from '../engine/measure.ts';
import { figure, type Figure, type Figures } from '../lib/suite.ts';
import { table } from '../lib/table.ts';
import { about } from './about.ts';

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
 * start; each in its own process, turn by turn.
 */
export function run(args: string[]): Figures {
  const { values } = parseArgs({ args, options: about.options });
  const rounds = Number(values.rounds);
  const each = CONTENDERS.map(({ name }) => [name, values.memory]);
  const speeds = printSpeeds(measure(CONTENDER, each, rounds), values.memory);
  const directory = mkdtempSync(path.join(tmpdir(), 'bench-sql-'));
  const starts = ['nothing', 'duckdb', 'report'];
  const loads = printStarts(
    measure(
      COLD_START,
      starts.map((name) => [name, directory]),
      rounds,
    ),
  );
  rmSync(directory, { recursive: true });
  return { n: rounds, rows: [...speeds, ...loads] };
}

function printSpeeds(took: readonly Took[], memory: string): Figure[] {
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
  const speedOf = (name: string): number => ROWS / secondsOf(name) / 1000;
  return CONTENDERS.map(({ what, name, peer }) => {
    const copy = CONTENDERS.find((one) => one.name === peer)?.what ?? peer;
    const against = name === peer ? undefined : { peer: copy, value: speedOf(peer) };
    return figure(what, speedOf(name), 'k rows/s', against);
  });
}

function printStarts(took: readonly Took[]): Figure[] {
  const whats = ['without DuckDB', 'DuckDB loaded, first query', 'a report open, rows counted'];
  const rows = whats.map((what, index) => {
    const { seconds = NaN, cpuSeconds = NaN, rssMb = NaN } = took[index] ?? {};
    const milliseconds = [seconds, cpuSeconds].map((one) => Math.round(one * 1000).toString());
    return [what, ...milliseconds, Math.round(rssMb).toString()];
  });
  console.log(`\nA process from its start\n${table(['', 'ms', 'CPU ms', 'RSS MB'], rows)}`);
  const bare = took[0]?.seconds ?? NaN;
  return whats.map((what, index) => {
    const against = index === 0 ? undefined : { peer: 'without DuckDB', value: bare * 1000 };
    return figure(`a process: ${what}`, (took[index]?.seconds ?? NaN) * 1000, 'ms', against);
  });
}
