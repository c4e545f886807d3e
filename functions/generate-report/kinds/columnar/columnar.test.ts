import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createCsvEncoder } from '../../encode/csv-bytes.ts';
import type { Batch, RowSource } from '../../pipeline/batch.ts';
import { encodeAll } from '../../pipeline/test-pipeline.ts';
import { calendar } from './calendar.ts';
import { sample } from './sample.ts';

const signal = AbortSignal.timeout(10_000);

async function read(source: RowSource, fromRow = 0): Promise<Batch[]> {
  const batches: Batch[] = [];
  for await (const batch of source.batches({ fromRow, signal })) batches.push(batch);
  return batches;
}

async function csvOf(source: RowSource, fromRow = 0): Promise<string> {
  const csv = createCsvEncoder({ dialect: 'RFC4180', header: false });
  const { bytes } = await encodeAll(csv, source.columns, await read(source, fromRow));
  return bytes.toString();
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

// Both digests are of the files that the first, row by row implementation of these kinds wrote.
test('the rows are those these kinds always had', async () => {
  const rows = await csvOf(sample({ amountOfRows: 10_000, delayMs: 0 }));
  const days = await csvOf(calendar({ fromDate: '1899-12-25', toDate: '2101-01-10' }));

  expect(sha256(`Date,Item,Amount\r\n${rows}`)).toBe(
    '48dfe9107a8628a645e5c3f3b5a5b49e739fa1db120501225c562a776d91a84f',
  );
  expect(sha256(`Date,Year,Quarter,Month,ISO week,ISO weekday,Weekend\r\n${days}`)).toBe(
    '60324ffae87b4c357066e264adae051ab3bc3749b6aba5742801d44dc6f125d6',
  );
});

test('calendar knows ISO weeks across the turn of years', async () => {
  // 2020 had 53 ISO weeks; 2021-01-04 is a Monday.
  expect(await csvOf(calendar({ fromDate: '2020-12-31', toDate: '2021-01-04' }))).toBe(
    '2020-12-31,2020,4,12,2020-W53,4,false\r\n' +
      '2021-01-01,2021,1,1,2020-W53,5,false\r\n' +
      '2021-01-02,2021,1,1,2020-W53,6,true\r\n' +
      '2021-01-03,2021,1,1,2020-W53,7,true\r\n' +
      '2021-01-04,2021,1,1,2021-W01,1,false\r\n',
  );
});

test.each([
  ['sample', sample({ amountOfRows: 9_000, delayMs: 0 })],
  ['slow sample', sample({ amountOfRows: 900, delayMs: 1 })],
  ['calendar', calendar({ fromDate: '2000-01-01', toDate: '2030-12-31' })],
])('%s can be taken up at any row', async (_, source) => {
  const whole = await csvOf(source);
  const lines = whole.split('\r\n');

  expect(lines).toHaveLength((source.rowsExpected ?? 0) + 1);
  for (const fromRow of [1, 777, (source.rowsExpected ?? 0) - 1, source.rowsExpected ?? 0]) {
    expect(await csvOf(source, fromRow)).toBe(lines.slice(fromRow).join('\r\n'));
  }
});

test('no rows are no batches', async () => {
  expect(await read(sample({ amountOfRows: 0, delayMs: 0 }))).toEqual([]);
});

test('sample spreads its rows over the delay, what is left of them over what is left of it', async () => {
  const source = sample({ amountOfRows: 4, delayMs: 200 });
  const startedAt = performance.now();
  const times: number[] = [];
  for await (const _batch of source.batches({ fromRow: 0, signal })) {
    times.push(performance.now() - startedAt);
  }
  const wholeMs = performance.now() - startedAt;
  await read(source, 3);
  const restMs = performance.now() - startedAt - wholeMs;

  expect(times).toHaveLength(4);
  expect(times[3]).toBeGreaterThan(140);
  expect(wholeMs).toBeGreaterThan(195);
  expect(restMs).toBeGreaterThan(45);
  expect(restMs).toBeLessThan(150);
});

test('sample stops at once when it is aborted', async () => {
  const stopping = new AbortController();
  const source = sample({ amountOfRows: 10, delayMs: 60_000 });
  const reading = (async () => {
    for await (const _batch of source.batches({ fromRow: 0, signal: stopping.signal })) {
      stopping.abort();
    }
  })();

  await expect(reading).rejects.toThrow(/abort/i);
});
