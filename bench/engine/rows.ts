import type { Batch, Column } from '../../functions/generate-report/pipeline/batch.ts';

const BATCH_ROWS = 4096;
const DISTINCT_BATCHES = 16;
const DAY_MS = 86_400_000;
const FIRST = ['Anna', 'Björn', 'Chen', 'Dmitri', 'Élodie', 'Fatima', '王伟', 'Giulia'];
const LAST = ['Schmidt', 'Müller', 'O’Neill', 'García', 'Kowalski', '山田', 'Nguyen', 'Brown'];
const WORDS = 'sales in the northern region were better than expected despite the weather'.split(
  ' ',
);

export const columns: readonly Column[] = [
  { name: 'id', type: 'INTEGER' },
  { name: 'customer', type: 'INTEGER' },
  { name: 'amount', type: 'DECIMAL', scale: 2 },
  { name: 'quantity', type: 'INTEGER' },
  { name: 'ordered', type: 'DATE' },
  { name: 'updated', type: 'TIMESTAMP' },
  { name: 'name', type: 'STRING' },
  { name: 'comment', type: 'STRING' },
];

/** A row as a library gets it: what is neither number nor text has been formatted for it. */
export type PlainRow = readonly [number, number, string, number, string, string, string, string];

/**
 * Makes batches of eight columns, about 105 bytes of CSV a row; what it gives then gives them over and over, so that
 * only writing is measured. Of the comments 5 % have quotes, 3 % line ends, 10 % commas, 1 % begin with an equals sign.
 */
export function makeBatches(): (rows: number) => Generator<Batch> {
  const made = Array.from({ length: DISTINCT_BATCHES }, (_, index) => makeBatch(index));
  return function* (rows) {
    for (let done = 0, index = 0; done < rows; done += BATCH_ROWS, index++) {
      const { vectors } = made[index % made.length] as Batch;
      yield { length: Math.min(BATCH_ROWS, rows - done), vectors };
    }
  };
}

/** Makes the same rows, to be given one by one. */
export function makePlainRows(): (rows: number) => Generator<PlainRow> {
  const made = [...makeBatches()(BATCH_ROWS * DISTINCT_BATCHES)].flatMap(toPlainRows);
  return function* (rows) {
    for (let row = 0; row < rows; row++) yield made[row % made.length] as PlainRow;
  };
}

function toPlainRows({ length, vectors }: Batch): PlainRow[] {
  const at = (column: number, row: number): never => vectors[column]?.values[row] as never;
  return Array.from({ length }, (_, row) => [
    at(0, row),
    at(1, row),
    (Number(at(2, row)) / 100).toFixed(2),
    at(3, row),
    new Date(Number(at(4, row)) * DAY_MS).toISOString().slice(0, 10),
    new Date(Number(at(5, row))).toISOString(),
    at(6, row),
    at(7, row),
  ]);
}

function makeBatch(index: number): Batch {
  const random = createRandom(index + 1);
  const below = (limit: number): number => Math.floor(random() * limit);
  const numbers = (value: () => number): number[] => Array.from({ length: BATCH_ROWS }, value);
  // By way of bytes, as texts come from a database: in one piece, not as a chain of what they were joined of.
  const texts = (text: () => string): string[] =>
    Array.from({ length: BATCH_ROWS }, () => Buffer.from(text()).toString());
  return {
    length: BATCH_ROWS,
    vectors: [
      { values: Int32Array.from({ length: BATCH_ROWS }, (_, row) => index * BATCH_ROWS + row) },
      { values: Int32Array.from(numbers(() => below(1e9))) },
      { values: Int32Array.from(numbers(() => below(1e6) - 5e4)) },
      { values: Int32Array.from(numbers(() => below(100))) },
      { values: Int32Array.from(numbers(() => 19_723 + below(731))) },
      { values: Float64Array.from(numbers(() => 1.7e12 + below(6e10))) },
      { values: texts(() => `${FIRST[below(8)]} ${LAST[below(8)]}`) },
      { values: texts(() => comment(below)) },
    ],
  };
}

function comment(below: (limit: number) => number): string {
  const words = Array.from({ length: 3 + below(6) }, () => WORDS[below(WORDS.length)]);
  const text = words.join(' ');
  const share = below(100);
  if (share < 5) return `"${text}"`;
  if (share < 8) return `${text}\r\nand more`;
  if (share < 18) return text.replace(' ', ', ');
  return share < 19 ? `=${text}` : text;
}

/** Numbers from 0 to 1, the same for the same seed. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return (state >>> 0) / 2 ** 32;
  };
}
