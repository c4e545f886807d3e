import {
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalCloud } from '../../local/index.ts';
import { APPS } from '../support/apps.ts';
import { openBackstage, type Backstage } from '../support/backstage.ts';
import { launchBrowser } from '../support/browser.ts';
import { startTestCloud } from '../support/cloud.ts';
import { CONTEXT, openReportsPage, SITE, type ReportsPage } from '../support/reports-page.ts';

/** Every state a report and its list can be in: what the page says, for eye, ear and keyboard, in light, dark and at 320 px. */

const TEST_TIMEOUT_MS = 60_000;
/** What the brief of the page promises between the click and the row. */
const ROW_WITHIN_MS = 100;
const MANY = 150;

let cloud: LocalCloud;
let backstage: Backstage;
let browser: Browser;
let site: ReportsPage;

beforeAll(async () => {
  cloud = await startTestCloud(APPS.brisk, { site: SITE });
  backstage = openBackstage(cloud);
  browser = await launchBrowser();
  site = await openReportsPage(await browser.newContext(CONTEXT), cloud.apiOrigin);
  await site.signIn();
}, TEST_TIMEOUT_MS);

afterAll(async () => {
  await browser.close();
  backstage[Symbol.dispose]();
  await cloud[Symbol.asyncDispose]();
});

const statusOf = (name: string) => site.row(name).locator('.chip').innerText();

test('nobody’s first visit is a blank page', async () => {
  await site.page.getByText('No reports yet').waitFor();

  await expect.poll(() => site.page.title()).toBe('Reports');
  expect(await site.flaws()).toEqual([]);
});

test('a report that waits says so, and can be cancelled', async () => {
  cloud.faults.set(['events:drop,first=1']);
  await site.order('Waiting', 10, 0);
  await site.row('Waiting').getByText('Waiting to start').waitFor();
  await expect
    .poll(() => site.row('Waiting').getByRole('progressbar').getAttribute('value'))
    .toBeNull();
  await expect.poll(() => site.page.title()).toBe('(1) Reports');
  expect(await site.flaws()).toEqual([]);

  await site
    .row('Waiting')
    .getByRole('button', { name: /^Cancel/ })
    .click();
  await site.row('Waiting').getByText('Cancelled').waitFor();
  cloud.faults.clear();
  expect(await site.flaws()).toEqual([]);
});

test(
  'the row is there at once, the focus stays, a run moves nothing and is told in few words',
  async () => {
    const { page } = site;
    await page.getByLabel('Number of rows').fill('500');
    await page.getByLabel('Delay, in milliseconds').fill('4000');
    await page.getByLabel('Name (optional)').fill('Spoken');
    const heard = await site.listen();
    const rowAfterMs = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const button = document.querySelector<HTMLButtonElement>('button[type="submit"]');
          const before = document.querySelectorAll('tr.report').length;
          const atMs = performance.now();
          new MutationObserver(() => {
            if (document.querySelectorAll('tr.report').length > before) {
              resolve(performance.now() - atMs);
            }
          }).observe(document.body, { subtree: true, childList: true });
          button?.focus();
          button?.click();
        }),
    );
    const shifts = await site.watchShifts();
    await site
      .row('Spoken')
      .getByText(/of 500 rows/)
      .waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Generate report');
    await expect
      .poll(() => site.row('Spoken').locator('progress').getAttribute('aria-valuetext'))
      .toMatch(/^[\d,]+ of 500 rows$/);
    await site
      .row('Spoken')
      .getByRole('button', { name: /first rows/ })
      .waitFor();
    await site
      .row('Spoken')
      .getByRole('button', { name: /^Download/ })
      .waitFor();
    const texts = (await heard()).filter((text) => text.includes('Spoken'));

    expect(rowAfterMs).toBeLessThan(ROW_WITHIN_MS);
    expect(texts[0]).toBe('Spoken: requested. You can leave this page; the work goes on.');
    expect(texts.at(-1)).toMatch(/^Spoken is ready: 500 rows, [\d.]+ kB\.$/);
    const progress = texts.slice(1, -1);
    expect(progress.length).toBeGreaterThan(0);
    expect(progress.length).toBeLessThanOrEqual(3);
    for (const text of progress) expect(text).toMatch(/^Spoken: \d+ percent, \d+ of 500 rows\.$/);
    expect(new Set(texts).size).toBe(texts.length);
    expect(await shifts()).toEqual([]);
    expect(await site.flaws()).toEqual([]);
  },
  TEST_TIMEOUT_MS,
);

test('a second click at once orders nothing and says so', async () => {
  const { page } = site;
  const before = await page.locator('tr.report').count();
  const heard = await site.listen();
  await page.getByLabel('Number of rows').fill('7');
  await page.getByLabel('Delay, in milliseconds').fill('0');
  await page.getByRole('button', { name: 'Generate report' }).dblclick();
  await site
    .row('Sample, 7 rows')
    .getByRole('button', { name: /^Download/ })
    .waitFor();

  await expect.poll(() => page.locator('tr.report').count()).toBe(before + 1);
  expect((await heard()).some((text) => /ordered a moment ago, once/.test(text))).toBe(true);
});

test('no rows is a success that says so', async () => {
  await site.order('Nothing there', 0, 0);
  await site
    .row('Nothing there')
    .getByRole('button', { name: /^Download/ })
    .waitFor();

  await expect.poll(() => site.row('Nothing there').innerText()).toContain('No rows matched');
});

test('a failure says why, and its action is a button, in the list and on its own page', async () => {
  const { page } = site;
  cloud.faults.set(['s3:fail']);
  await site.order('Unlucky', 10, 0);
  await site.row('Unlucky').getByText('Failed').waitFor({ timeout: 20_000 });
  cloud.faults.clear();
  await expect
    .poll(() => site.row('Unlucky').innerText())
    .toContain('The file could not be stored.');
  expect(await site.flaws()).toEqual([]);

  await page.getByRole('link', { name: 'Unlucky' }).click();
  await page.getByText('STORAGE_ERROR').waitFor();
  expect(await site.flaws()).toEqual([]);
  await page.getByRole('button', { name: 'Run again Unlucky' }).click();
  await page.goBack();
  await expect.poll(() => site.page.locator('tr.report', { hasText: 'Unlucky' }).count()).toBe(2);
});

test('what is worth knowing of a file stands before the button that saves it', async () => {
  const { page } = site;
  const code = 'FORMULAS_GUARDED';
  const message = 'Cells that Excel would run as formulas were guarded.';
  await addItems(1, () => ({
    title: { S: 'Guarded' },
    'result.warnings': {
      L: [{ M: { code: { S: code }, message: { S: message }, count: { N: '12' } } }],
    },
  }));
  await page.reload();
  await site.row('Guarded').waitFor();
  expect(await statusOf('Guarded')).toContain('Ready, with notes');
  await expect.poll(() => site.row('Guarded').innerText()).toContain(message);
  await page.getByRole('link', { name: 'Guarded' }).click();
  const note = await page.getByText(message).boundingBox();
  const button = await page.getByRole('button', { name: /^Download/ }).boundingBox();

  expect(note?.y).toBeLessThan(button?.y ?? 0);
  expect(await site.flaws()).toEqual([]);
  await page.goBack();
});

test('a file whose time is over says so, and the report can be run again', async () => {
  await letTimePass('Spoken');
  for (const { name } of cloud.services.events.schedules()) {
    await cloud.services.events.fireNow(name);
  }
  await site.row('Spoken').getByText('No longer kept').waitFor({ timeout: 20_000 });

  expect(
    await site
      .row('Spoken')
      .getByRole('button', { name: /^Run again/ })
      .count(),
  ).toBe(1);
  expect(
    await site
      .row('Spoken')
      .getByRole('button', { name: /^Download/ })
      .count(),
  ).toBe(0);
  expect(await site.flaws()).toEqual([]);
});

test(
  'of hundreds a page shows twenty; older ones are read when they are wanted, and found by a word',
  async () => {
    const { page } = site;
    const dayMs = 86_400_000;
    await addItems(MANY, (at) => ({
      title: { S: `Old ${at}` },
      createdAt: { S: new Date(Date.UTC(2026, 0, 2) - at * dayMs).toISOString() },
    }));
    await page.reload();
    await page.getByText(/reports, older ones are read as you go/).waitFor();
    await expect.poll(() => page.locator('tr.report').count()).toBe(20);
    await page.getByRole('button', { name: 'Older' }).click();
    await page.getByText(/^Page 2/).waitFor();
    expect(new URL(page.url()).search).toBe('?page=2');
    expect(await site.flaws()).toEqual([]);

    await page.getByLabel('Search').fill(`Old ${MANY - 1}`);
    await page.getByText('1 report found').waitFor();
    await site.row(`Old ${MANY - 1}`).waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByText(/^\d{3} reports$/).waitFor();
  },
  TEST_TIMEOUT_MS,
);

test('the browser had nothing to complain about', () => {
  expect(site.complaints).toEqual([]);
});

type Items = Awaited<ReturnType<typeof storedItems>>;

async function storedItems(dynamodb: DynamoDBClient, title: string) {
  const { Items: items = [] } = await dynamodb.send(
    new QueryCommand({
      TableName: backstage.table,
      KeyConditionExpression: '#owner = :owner',
      FilterExpression: 'title = :title',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: { ':owner': { S: await ownerId() }, ':title': { S: title } },
    }),
  );
  return items;
}

/** The reader's `sub`, as the page has it. */
function ownerId(): Promise<string> {
  return site.page.evaluate(() => {
    const key = Object.keys(localStorage).find((name) => name.endsWith('.accessToken')) ?? '';
    const [, claims = ''] = (localStorage.getItem(key) ?? '').split('.');
    const json = atob(claims.replaceAll('-', '+').replaceAll('_', '/'));
    return (JSON.parse(json) as { sub: string }).sub;
  });
}

/** Copies of a finished report with something changed: hundreds of real runs would take minutes. */
async function addItems(count: number, changes: (at: number) => Items[number]): Promise<void> {
  const [model] = await storedItems(backstage.dynamodb, 'Nothing there');
  const { dueAt: _due, dueShard: _shard, ...finished } = model ?? {};
  const put = async (at: number): Promise<void> => {
    const { 'result.warnings': warnings, ...attributes } = changes(at);
    const result = finished.result?.M ?? {};
    const Item = {
      ...finished,
      ...attributes,
      reportId: { S: crypto.randomUUID() },
      ...(warnings ? { result: { M: { ...result, warnings } } } : {}),
    };
    await backstage.dynamodb.send(new PutItemCommand({ TableName: backstage.table, Item }));
  };
  await Promise.all(Array.from({ length: count }, (_, at) => put(at)));
}

/** Lets a report's time be over, by the account's root. */
async function letTimePass(title: string): Promise<void> {
  const [item] = await storedItems(backstage.dynamodb, title);
  const endedMs = Date.now() - 1_000;
  await backstage.dynamodb.send(
    new UpdateItemCommand({
      TableName: backstage.table,
      Key: { owner: item?.owner ?? { S: '' }, reportId: item?.reportId ?? { S: '' } },
      UpdateExpression: 'SET dueAt = :due, expiresAt = :at',
      ExpressionAttributeValues: {
        ':due': { N: String(Math.floor(endedMs / 1000)) },
        ':at': { S: new Date(endedMs).toISOString() },
      },
    }),
  );
}
