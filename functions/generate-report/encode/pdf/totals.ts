import type { Column, Vector } from '../../pipeline/batch.ts';
import { formatScaled, wholeNumber } from './cell-text.ts';

/** Exact sums of the columns that ask for one. */
export interface Totals {
  /** Whether there is any column to sum. */
  readonly isEmpty: boolean;
  add(vectors: readonly Vector[], row: number): void;
  /** One text per column: its sum, or the word "Total" in the first without one, or nothing. */
  texts(): string[];
}

export function createTotals(columns: readonly Column[]): Totals {
  const summed = columns.flatMap((column, index) => (isSummed(column) ? [{ column, index }] : []));
  const labelled = columns.findIndex((column) => !isSummed(column));
  const sums = columns.map(() => 0n);
  return {
    isEmpty: summed.length === 0,
    add(vectors, row) {
      for (const { column, index } of summed) {
        const vector = vectors[index];
        const value = vector?.values[row];
        if (value === null || value === undefined || vector?.nulls?.[row] === 1) continue;
        sums[index] = (sums[index] ?? 0n) + BigInt(wholeNumber(column, value));
      }
    },
    texts: () =>
      columns.map((column, index) => {
        if (isSummed(column)) return formatScaled(sums[index] ?? 0n, column.scale ?? 0, true);
        return index === labelled ? 'Total' : '';
      }),
  };
}

function isSummed({ type, summed }: Column): boolean {
  return summed === true && (type === 'INTEGER' || type === 'DECIMAL');
}
