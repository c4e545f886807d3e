import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DESIGNS, fileUsage, OURS } from './designs.ts';
import { COST_DOCUMENT, renewDocument } from './document.ts';
import { costs, plus, PRICES, PRICES_OF, totalCost, type Price } from './prices.ts';

test('docs/cost.md has the tables that the script computes', async () => {
  const text = readFileSync(COST_DOCUMENT, 'utf8');

  expect(await renewDocument(text)).toBe(text);
  expect(text).toContain(PRICES_OF);
});

test('usage costs its price: a million AppSync operations are four dollars', () => {
  expect(costs({ appsyncOperation: 1_000_000 }).get('appsyncOperation')).toBe(4);
  expect(totalCost(plus({ s3Put: 500 }, { s3Put: 500, lambdaRequest: 1_000_000 }))).toBeCloseTo(
    0.205,
    10,
  );
});

test('what a minute of this design uses is counted by hand', () => {
  const minute = { name: '', seconds: 60, bytes: 20_000_000 };
  const telling = OURS.usage(minute);

  expect(telling.appsyncOperation).toBe(66); // 1 order, 1 claim, 60 progress, 1 end, 2 reads, 1 expiry
  expect(telling.appsyncUpdate).toBe(66); // 1 connection, 3 subscriptions, 62 messages
  expect(telling.appsyncMinute).toBe(2);
  expect(telling.dynamodbWrite).toBe(9 + 8 + 60 * 6 + 4 * 2 + 11 + 7);
  expect(fileUsage(minute).s3Put).toBe(2 + 3 + 4);
  expect(fileUsage(minute).lambdaGbSecond).toBeCloseTo((61 * 1769) / 1024, 6);
});

test('every price has a page and a grade, and one that was reported says where', () => {
  for (const { page, grade, readAt } of Object.values<Price>(PRICES)) {
    expect(page).toMatch(/^https:\/\/aws\.amazon\.com\//);
    expect(grade === 'reported').toBe(readAt !== undefined);
  }
});

test('a longer report costs more in every design', () => {
  const size = (seconds: number) => ({ name: '', seconds, bytes: 1 });

  for (const { usage } of DESIGNS) {
    expect(totalCost(usage(size(600)))).toBeGreaterThan(totalCost(usage(size(60))));
  }
});
