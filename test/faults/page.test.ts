import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { LocalCloud } from '../../local/index.ts';
import { APPS, WEB_BUILD } from '../support/apps.ts';
import { launchBrowser } from '../support/browser.ts';
import { startTestCloud } from '../support/cloud.ts';

/** The page in a real browser while pushes are lost, doubled, late and out of order. */

const TEST_TIMEOUT_MS = 60_000;
/** A client that hears nothing reads after 3 s, and 6 s after that: client/patience.ts. */
const STATED_BOUND_MS = 9_000;

let cloud: LocalCloud;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  cloud = await startTestCloud(APPS.brisk, {
    site: Promise.resolve(path.resolve(WEB_BUILD.directory)),
  });
  browser = await launchBrowser();
  page = await browser.newPage();
  await page.goto(cloud.apiOrigin);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Generate report' }).waitFor();
}, TEST_TIMEOUT_MS);

afterAll(async () => {
  await browser.close();
  await cloud[Symbol.asyncDispose]();
});

beforeEach(() => {
  cloud.faults.clear();
});

async function order(name: string, rows: number, delayMs: number): Promise<void> {
  await page.getByLabel('Number of rows').fill(String(rows));
  await page.getByLabel('Delay, in milliseconds').fill(String(delayMs));
  await page.getByLabel('Name (optional)').fill(name);
  await page.getByRole('button', { name: 'Generate report' }).click();
}

const rowOf = (name: string) => page.getByRole('row', { name });
const downloadOf = (name: string) => rowOf(name).getByRole('button', { name: /^Download/ });

/** Notes every text that elements of a selector show, from now on; each change once. */
async function record(selector: string): Promise<() => Promise<string[]>> {
  await page.evaluate((css) => {
    const log: string[] = [];
    const read = (): void => {
      for (const element of document.querySelectorAll(css)) {
        const text = element.textContent.trim();
        if (text !== '' && log.at(-1) !== text) log.push(text);
      }
    };
    new MutationObserver(read).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
    (window as unknown as { recorded: string[] }).recorded = log;
  }, selector);
  return () => page.evaluate(() => (window as unknown as { recorded: string[] }).recorded);
}

test(
  'without any push the page shows the file within the stated bound',
  async () => {
    cloud.faults.set(['pushes:drop']);
    await order('Unheard', 100, 1_000);
    await downloadOf('Unheard').waitFor({ timeout: 1_000 + STATED_BOUND_MS + 3_000 });

    expect(cloud.faults.active()[0]?.struck).toBeGreaterThan(0);
  },
  TEST_TIMEOUT_MS,
);

test(
  'an event that is lost before the first read is made up for',
  async () => {
    // The start and the end of a report so short that there is nothing between them.
    cloud.faults.set(['pushes:drop,first=2']);
    await order('Short', 1, 0);
    await downloadOf('Short').waitFor({ timeout: STATED_BOUND_MS + 3_000 });
  },
  TEST_TIMEOUT_MS,
);

test(
  'pushes that come late, twice and out of order never take the page backwards',
  async () => {
    cloud.faults.set([
      // Each is asked in turn about what those before have let pass.
      'pushes:delay=0ms-1500ms,p=0.3',
      'pushes:duplicate,p=0.4',
      'pushes:reorder,p=0.7',
    ]);
    await order('Jumbled', 1_000, 8_000);
    await rowOf('Jumbled').waitFor();
    const progress = await record('tr .figures');
    await downloadOf('Jumbled').waitFor({ timeout: 30_000 });
    const rows = (await progress()).flatMap((text) => {
      const [, written] = /^([\d,]+) of 1,000 rows/.exec(text) ?? [];
      return written === undefined ? [] : [Number(written.replaceAll(',', ''))];
    });

    expect(rows.length).toBeGreaterThan(3);
    expect(rows).toEqual([...rows].sort((a, b) => a - b));
    const struck = cloud.faults.active().map((each) => each.struck);
    expect(Math.min(...struck)).toBeGreaterThan(0);
  },
  TEST_TIMEOUT_MS,
);

test(
  'a screen reader hears of a run: requested, at most four times how far it is, ready; nothing twice',
  async () => {
    cloud.faults.set(['pushes:duplicate']);
    const heard = await record('.news [role="status"], .news [role="alert"]');
    await order('Spoken', 500, 3_000);
    await downloadOf('Spoken').waitFor({ timeout: 20_000 });
    const texts = (await heard()).filter((text) => text.includes('Spoken'));

    expect(texts[0]).toBe('Spoken: requested. You can leave this page; the work goes on.');
    expect(texts.at(-1)).toMatch(/^Spoken is ready: 500 rows, [\d.,]+ [kK]?B\.$/);
    expect(texts.length).toBeLessThanOrEqual(6);
    expect(new Set(texts).size).toBe(texts.length);
  },
  TEST_TIMEOUT_MS,
);
