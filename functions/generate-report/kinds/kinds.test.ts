import { expect, test } from 'vitest';
import type { Row, RowSource } from '../columns.ts';
import { ReportError } from '../errors.ts';
import { openRows } from './catalogue.ts';

async function allRows(source: RowSource): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of source.batches(AbortSignal.timeout(5000))) rows.push(...batch);
  return rows;
}

test('sample gives the rows asked for, the same each time', async () => {
  const definition = { sample: { amountOfRows: 2500, delayMs: 0 } };
  const first = await allRows(openRows(definition));
  const second = await allRows(openRows(definition));

  expect(first).toHaveLength(2500);
  expect(second).toEqual(first);
  expect(first[0]?.[0]).toBe('2024-01-01');
  expect(first[366]?.[0]).toBe('2025-01-01');
  for (const [day, item, amount] of first) {
    expect(day).toMatch(/^202[45]-\d\d-\d\d$/);
    expect(item).toMatch(/^[A-Z][a-z]+$/);
    expect(amount).toMatch(/^\d{1,4}\.\d\d$/);
  }
});

test('sample of no rows has a header and nothing else', async () => {
  const source = openRows({ sample: { amountOfRows: 0, delayMs: 0 } });

  expect(await allRows(source)).toEqual([]);
  expect(source.rowsExpected).toBe(0);
});

test('sample spreads its rows over the delay', async () => {
  const startedAt = performance.now();
  const source = openRows({ sample: { amountOfRows: 4, delayMs: 200 } });
  const times: number[] = [];
  for await (const _batch of source.batches(AbortSignal.timeout(5000))) {
    times.push(performance.now() - startedAt);
  }

  expect(times).toHaveLength(4);
  expect(times[3]).toBeGreaterThan(140);
  expect(performance.now() - startedAt).toBeGreaterThan(195);
});

test('sample stops at once when it is aborted', async () => {
  const stopping = new AbortController();
  const source = openRows({ sample: { amountOfRows: 10, delayMs: 60_000 } });
  const reading = (async () => {
    for await (const _batch of source.batches(stopping.signal)) stopping.abort();
  })();

  await expect(reading).rejects.toThrow(/abort/i);
});

test('calendar knows ISO weeks across the turn of years', async () => {
  const rows = await allRows(
    openRows({ calendar: { fromDate: '2020-12-31', toDate: '2021-01-04' } }),
  );

  // 2020 had 53 ISO weeks; 2021-01-04 is a Monday.
  expect(rows).toEqual([
    ['2020-12-31', 2020, 4, 12, '2020-W53', 4, false],
    ['2021-01-01', 2021, 1, 1, '2020-W53', 5, false],
    ['2021-01-02', 2021, 1, 1, '2020-W53', 6, true],
    ['2021-01-03', 2021, 1, 1, '2020-W53', 7, true],
    ['2021-01-04', 2021, 1, 1, '2021-W01', 1, false],
  ]);
});

test('calendar counts its rows beforehand, leap days included', async () => {
  const source = openRows({ calendar: { fromDate: '2024-01-01', toDate: '2024-12-31' } });

  expect(source.rowsExpected).toBe(366);
  expect(await allRows(source)).toHaveLength(366);
});

test('a kind this code does not know is invalid data, not a crash', () => {
  expect(() => openRows({ horoscope: {} })).toThrow(ReportError);
  expect(() => openRows({ constructor: {} })).toThrow(ReportError);
  expect(() => openRows({})).toThrow(ReportError);
});
