import { setTimeout as sleep } from 'node:timers/promises';
import type { Row, RowSource } from '../columns.ts';

const LARGEST_BATCH = 1000;
const BATCHES_WHEN_SLOW = 200;
const FIRST_DAY_MS = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;
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
      { name: 'Amount', type: 'DECIMAL' },
    ],
    rowsExpected: amountOfRows,
    batches: (signal) => batches(amountOfRows, delayMs, signal),
  };
}

async function* batches(total: number, delayMs: number, signal: AbortSignal) {
  const startedAt = performance.now();
  const size =
    delayMs === 0
      ? LARGEST_BATCH
      : Math.min(LARGEST_BATCH, Math.max(1, Math.ceil(total / BATCHES_WHEN_SLOW)));
  for (let written = 0; written < total; written += size) {
    const count = Math.min(size, total - written);
    yield Array.from({ length: count }, (_, offset) => sampleRow(written + offset));
    const dueAt = startedAt + (delayMs * (written + count)) / total;
    await pause(dueAt - performance.now(), signal);
  }
  if (total === 0) await pause(delayMs, signal);
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (milliseconds > 0) await sleep(milliseconds, undefined, { signal });
}

function sampleRow(index: number): Row {
  const random = scramble(index);
  const day = new Date(FIRST_DAY_MS + (index % 731) * DAY_MS).toISOString().slice(0, 10);
  const cents = 100 + (random % 99_900);
  const amount = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
  return [day, ITEMS[(random >>> 17) % ITEMS.length] ?? 'Lamp', amount];
}

/** A fixed, well-mixed 32-bit value for each index (the finaliser of MurmurHash3). */
function scramble(index: number): number {
  let h = Math.imul(index + 1, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
