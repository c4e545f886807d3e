import type { Batch, Column } from '../../functions/generate-report/pipeline/batch.ts';

/** The eight columns all engine benchmarks use. */
export const COLUMNS: readonly Column[] = [
  { name: 'id', label: 'Id', type: 'INTEGER' },
  { name: 'quantity', label: 'Quantity', type: 'INTEGER', summed: true },
  { name: 'amount', label: 'Amount', type: 'DECIMAL', scale: 2, summed: true },
  { name: 'year', label: 'Year', type: 'INTEGER' },
  { name: 'day', label: 'Day', type: 'DATE' },
  { name: 'at', label: 'At', type: 'TIMESTAMP' },
  { name: 'name', label: 'Name', type: 'STRING' },
  { name: 'comment', label: 'Comment', type: 'STRING' },
];

const BATCH_ROWS = 1000;
const NAMES = ['Zoë Müller', 'Łukasz Żółć', 'Anna Smith', 'Пётр Ильич', 'Björk Jónsdóttir'];
const COMMENTS = ['', 'on time', 'Late because of weather, rebooked at the gate', 'He said "no"'];

/** Rows made as they are asked for, so that they take no memory. */
export function* batches(rows: number): Generator<Batch> {
  for (let first = 0; first < rows; first += BATCH_ROWS) {
    const length = Math.min(BATCH_ROWS, rows - first);
    const numbers = (of: (n: number) => number): Float64Array =>
      Float64Array.from({ length }, (_, row) => of(first + row));
    const texts = (of: (n: number) => string): string[] =>
      Array.from({ length }, (_, row) => of(first + row));
    yield {
      length,
      vectors: [
        { values: numbers((n) => n) },
        { values: numbers((n) => (n * 7919) % 5000) },
        { values: numbers((n) => ((n * 104_729) % 10_000_000) - 100_000) },
        { values: numbers((n) => 1990 + (n % 40)) },
        { values: numbers((n) => 19_000 + (n % 800)) },
        { values: numbers((n) => 1_700_000_000_000 + n * 61_000) },
        { values: texts((n) => `${NAMES[n % NAMES.length]} ${n}`) },
        { values: texts((n) => COMMENTS[n % COMMENTS.length] ?? '') },
      ],
    };
  }
}
