import { setTimeout as sleep } from 'node:timers/promises';
import type { Batch, ReadOptions, RowSource } from '../../pipeline/batch.ts';

const LARGEST_BATCH = 4096;
const BATCHES_WHEN_SLOW = 200;
/** 2024-01-01. */
const FIRST_DAY = 19_723;
/** 2024 and 2025. */
const DAYS = 731;
const ITEMS = ['Lamp', 'Desk', 'Chair', 'Shelf', 'Rug', 'Clock', 'Mirror', 'Vase'] as const;

export interface SampleParameters {
  readonly amountOfRows: number;
  readonly delayMs: number;
}

/** Demonstration rows: the same parameters give the same rows, spread over `delayMs`. */
export function sample({ amountOfRows, delayMs }: SampleParameters): RowSource {
  return {
    columns: [
      { name: 'Date', type: 'DATE' },
      { name: 'Item', type: 'STRING' },
      { name: 'Amount', type: 'DECIMAL', scale: 2, summed: true },
    ],
    rowsExpected: amountOfRows,
    batches: (options) => batches(amountOfRows, delayMs, options),
  };
}

async function* batches(
  total: number,
  delayMs: number,
  { fromRow, signal }: ReadOptions,
): AsyncGenerator<Batch> {
  const startedAt = performance.now();
  const size =
    delayMs === 0
      ? LARGEST_BATCH
      : Math.min(LARGEST_BATCH, Math.max(1, Math.ceil(total / BATCHES_WHEN_SLOW)));
  for (let row = fromRow; row < total; row += size) {
    signal.throwIfAborted();
    const count = Math.min(size, total - row);
    yield sampleRows(row, count);
    const dueAt = startedAt + (delayMs * (row - fromRow + count)) / total;
    await pause(dueAt - performance.now(), signal);
  }
  if (total === 0) await pause(delayMs, signal);
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (milliseconds > 0) await sleep(milliseconds, undefined, { signal });
}

function sampleRows(firstRow: number, length: number): Batch {
  const dates = new Int32Array(length);
  const items = new Array<string>(length);
  const cents = new Int32Array(length);
  for (let index = 0; index < length; index++) {
    const row = firstRow + index;
    const random = scramble(row);
    dates[index] = FIRST_DAY + (row % DAYS);
    items[index] = ITEMS[(random >>> 17) % ITEMS.length] ?? 'Lamp';
    cents[index] = 100 + (random % 99_900);
  }
  return { length, vectors: [{ values: dates }, { values: items }, { values: cents }] };
}

/** A fixed, well-mixed 32-bit value for each row (the finaliser of MurmurHash3). */
function scramble(row: number): number {
  let h = Math.imul(row + 1, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
