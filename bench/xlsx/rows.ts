import type { Batch, Column } from '../../functions/generate-report/pipeline/batch.ts';

const BATCH_ROWS = 2048;
const DISTINCT_BATCHES = 8;
const NAMES = ['Ada Lovelace', 'Zoë Müller', '山田 太郎', 'Ørsted & Co', 'José Álvarez', 'Smith'];

export const columns: readonly Column[] = [
  { name: 'Id', type: 'INTEGER' },
  { name: 'Customer', type: 'INTEGER' },
  { name: 'Amount', type: 'DECIMAL', scale: 2 },
  { name: 'Quantity', type: 'INTEGER' },
  { name: 'Date', type: 'DATE' },
  { name: 'Shipped', type: 'TIMESTAMP' },
  { name: 'Name', type: 'STRING' },
  { name: 'Comment', type: 'STRING' },
];

export type PlainRow = readonly [number, number, number, number, Date, Date, string, string];

/** Batches of eight columns, made once and given over and over, so that only writing is measured. */
export function* batches(rows: number): Generator<Batch> {
  const made = Array.from({ length: DISTINCT_BATCHES }, (_, n) => makeBatch(n * BATCH_ROWS));
  for (let done = 0, n = 0; done < rows; done += BATCH_ROWS, n++) {
    const { vectors } = made[n % made.length] as Batch;
    yield { length: Math.min(BATCH_ROWS, rows - done), vectors };
  }
}

/** The same rows as the libraries want them. */
export function* plainRows(rows: number): Generator<PlainRow> {
  const made = [...batches(BATCH_ROWS * DISTINCT_BATCHES)].flatMap(toPlainRows);
  for (let row = 0; row < rows; row++) yield made[row % made.length] as PlainRow;
}

function toPlainRows({ length, vectors }: Batch): PlainRow[] {
  const at = (column: number, row: number): never => vectors[column]?.values[row] as never;
  return Array.from({ length }, (_, row) => [
    at(0, row),
    at(1, row),
    Number(at(2, row)) / 100,
    at(3, row),
    new Date(Number(at(4, row)) * 86_400_000),
    new Date(Number(at(5, row))),
    at(6, row),
    at(7, row),
  ]);
}

function makeBatch(first: number): Batch {
  const rows = Array.from({ length: BATCH_ROWS }, (_, row) => scramble(first + row));
  return {
    length: BATCH_ROWS,
    vectors: [
      { values: Int32Array.from(rows, (_, row) => first + row) },
      { values: Int32Array.from(rows, (random) => random % 100_000) },
      { values: Float64Array.from(rows, (random) => (random % 10_000_000) - 100_000) },
      { values: Int32Array.from(rows, (random) => random % 90) },
      { values: Int32Array.from(rows, (random) => 18_000 + (random % 2000)) },
      { values: Float64Array.from(rows, (random) => 1_600_000_000_000 + random * 20_000) },
      { values: rows.map((random) => `${NAMES[random % NAMES.length]} ${random % 1000}`) },
      { values: rows.map(comment) },
    ],
  };
}

function comment(random: number): string {
  const text = `order ${random % 7919}, note ${random % 104_729} for the warehouse`;
  if (random % 20 === 0) return `said "${text}"`;
  if (random % 33 === 0) return `${text}\nsecond line`;
  return random % 100 === 1 ? `=1+${text}` : text;
}

/** A fixed, well-mixed 32-bit value for each index (the finaliser of MurmurHash3). */
function scramble(index: number): number {
  let h = Math.imul(index + 1, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
