import path from 'node:path';
import { BatchWriteItemCommand, ScanCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeReportId } from '../../client/index.ts';
import * as documents from '../../schema/generated/documents.ts';
import { APPS, WEB_BUILD } from '../support/apps.ts';
import { openBackstage } from '../support/backstage.ts';
import { launchBrowser } from '../support/browser.ts';
import { percentile, recordMainThread } from '../support/main-thread.ts';
import { fieldOf, startRowsBed, type RowsBed } from '../support/rows-bed.ts';
import { signInOn } from '../support/web-bed.ts';

/** A thousand reports under way on one page while pushes of their progress arrive, in a real browser. */

const ROWS = 1000;
const PUSHES = 300;
const PUSH_EVERY_MS = 20;
const BATCH = 25;
/** Of the history. */
const PAGE_ROWS = 20;
const LONGEST_TASK_MS = 50;
const FIRST_TITLE = 'Live 0000';
const TEST_TIMEOUT_MS = 180_000;

let bed: RowsBed;
let browser: Browser;
let page: Page;
const reportIds: string[] = [];

beforeAll(async () => {
  bed = await startRowsBed(APPS.reports, {
    site: Promise.resolve(path.resolve(WEB_BUILD.directory)),
  });
  await putRows();
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  await page.goto(bed.cloud.apiOrigin);
  await signInOn(page);
}, TEST_TIMEOUT_MS);

afterAll(async () => {
  await browser.close();
  await bed[Symbol.asyncDispose]();
});

/** Makes one report by the API and has the generator claim it; the others are copies of its row. */
async function putRows(): Promise<void> {
  const first = await bed.order({ title: 'Live' });
  fieldOf(await bed.asRole(documents.ReportStartedDocument, { reportId: first }));
  using backstage = openBackstage(bed.cloud);
  const { dynamodb, table } = backstage;
  const { Items = [] } = await dynamodb.send(
    new ScanCommand({
      TableName: table,
      FilterExpression: 'reportId = :id',
      ExpressionAttributeValues: { ':id': { S: first } },
    }),
  );
  const [row] = Items;
  if (!row) throw new Error('the row is not there');
  for (let index = 0; index < ROWS; index += BATCH) {
    const puts = Array.from({ length: BATCH }, (_, at) => ({
      PutRequest: { Item: copyOf(row, index + at) },
    }));
    await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [table]: puts } }));
  }
}

function copyOf(
  row: Record<string, AttributeValue>,
  index: number,
): Record<string, AttributeValue> {
  const reportId = makeReportId();
  reportIds.push(reportId);
  const createdAt = new Date(Date.now() - index * 1000).toISOString();
  return {
    ...row,
    reportId: { S: reportId },
    title: { S: `Live ${String(index).padStart(4, '0')}` },
    createdAt: { S: createdAt },
    activeSince: { S: createdAt },
  };
}

/** Leafs through to the last page, so that the page has all reports, and back to the first; answers with how many pages. */
async function readAll(): Promise<number> {
  const older = page.getByRole('button', { name: 'Older' });
  const pageNumber = page
    .getByRole('navigation', { name: 'Pages of reports' })
    .getByRole('paragraph');
  const at = async (): Promise<number> => Number(/\d+/.exec(await pageNumber.innerText())?.[0]);
  await page.getByText(FIRST_TITLE).first().waitFor();
  let pages = await at();
  while ((await older.getAttribute('aria-disabled')) !== 'true') {
    await older.click();
    pages += 1;
    await expect.poll(at, { timeout: 10_000 }).toBe(pages);
  }
  await page.getByRole('banner').getByRole('link').first().click(); // home
  await expect.poll(at).toBe(1);
  return pages;
}

test(
  `of ${ROWS} rows each push changes its own: no task above ${LONGEST_TASK_MS} ms in 95 of 100, and nothing moves`,
  async () => {
    const pages = await readAll();
    const shown = await page.getByRole('row', { name: /Live \d{4}/ }).count();
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.waitForTimeout(1000); // what the last click began is over

    const { tasksMs, layoutShift } = await recordMainThread(browser, page, async () => {
      const answers: Promise<unknown>[] = [];
      for (let push = 0; push < PUSHES; push++) {
        answers.push(
          bed.asRole(documents.ReportProgressedDocument, {
            reportId: reportIds[(push * 37) % ROWS],
            attempt: 1,
            progress: {
              phase: 'writing',
              rowsWritten: push,
              rowsExpected: PUSHES,
              bytesWritten: push * 25,
              etaSeconds: 10,
            },
          }),
        );
        await new Promise((resolve) => setTimeout(resolve, PUSH_EVERY_MS));
      }
      await Promise.all(answers);
      await page.waitForTimeout(500);
    });
    const p95 = percentile(tasksMs, 0.95);
    console.log(
      `${ROWS} rows, ${shown} of them shown, ${PUSHES} pushes: ${tasksMs.length} tasks of 1 ms or more, ` +
        `median ${percentile(tasksMs, 0.5).toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, ` +
        `longest ${(tasksMs.at(-1) ?? 0).toFixed(1)} ms, layout shift ${layoutShift}`,
    );

    expect(pages).toBeGreaterThanOrEqual(ROWS / PAGE_ROWS);
    expect(tasksMs.length).toBeGreaterThan(10); // the pushes have arrived
    expect(p95).toBeLessThanOrEqual(LONGEST_TASK_MS);
    expect(layoutShift).toBe(0);
  },
  TEST_TIMEOUT_MS,
);
