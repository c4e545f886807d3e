import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalCloud } from '../../local/index.ts';
import { WEB_BUILD } from '../support/apps.ts';
import { launchBrowser } from '../support/browser.ts';
import { startTestCloud } from '../support/cloud.ts';

/** A person's way through the page, in a real browser; pictures of it are left in .local/test/screenshots. */

const SCREENSHOTS = '.local/test/screenshots';
const TEST_TIMEOUT_MS = 60_000;

let cloud: LocalCloud;
let browser: Browser;
let page: Page;
const consoleErrors: string[] = [];

beforeAll(async () => {
  await mkdir(SCREENSHOTS, { recursive: true });
  cloud = await startTestCloud(undefined, {
    site: Promise.resolve(path.resolve(WEB_BUILD.directory)),
  });
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
  page.on('console', (message) => {
    if (message.type() === 'error') consoleErrors.push(message.text());
  });
  page.on('pageerror', (error) => consoleErrors.push(error.message));
  await page.goto(cloud.apiOrigin);
}, TEST_TIMEOUT_MS);

afterAll(async () => {
  await browser.close();
  await cloud[Symbol.asyncDispose]();
});

async function signIn(): Promise<void> {
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Generate report' }).waitFor();
}

function screenshot(name: string): Promise<Buffer> {
  return page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`), fullPage: true });
}

/** What axe finds wrong with the page as it is, by rule. */
async function accessibilityProblems(): Promise<string[]> {
  await page.evaluate(await readFile('node_modules/axe-core/axe.min.js', 'utf8'));
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}

test(
  'a person signs in, orders 500 rows, sees them come, and downloads the file',
  async () => {
    await page.getByLabel('E-mail').waitFor();
    expect(await page.getByLabel('E-mail').inputValue()).toBe('demo@example.com');
    await screenshot('1-sign-in');
    expect(await accessibilityProblems()).toEqual([]);
    await signIn();

    await page.getByLabel('Number of rows').fill('500');
    await page.getByLabel('Delay, in milliseconds').fill('3000');
    await page.getByLabel('Name (optional)').fill('Five hundred');
    await page.getByRole('button', { name: 'Generate report' }).click();
    const row = page.getByRole('row', { name: 'Five hundred' });
    await row.waitFor({ timeout: 2000 });
    await row.getByRole('progressbar').waitFor();
    await page.waitForFunction(() =>
      /\b[1-9]\d* of 500\b|[1-9]\d* %/.test(document.body.innerText),
    );
    await screenshot('2-running');
    expect(await accessibilityProblems()).toEqual([]);

    const button = row.getByRole('button', { name: /^Download/ });
    await button.waitFor({ timeout: 20_000 });
    await screenshot('3-ready');
    expect(await accessibilityProblems()).toEqual([]);
    const downloading = page.waitForEvent('download');
    await button.click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/^sample_[0-9A-Z]{6}\.csv$/);
    const lines = (await readFile(await download.path(), 'utf8')).split('\r\n');
    expect(lines[0]).toBe('Date,Item,Amount');
    expect(lines).toHaveLength(502); // header, 500 rows, the end of the last line
  },
  TEST_TIMEOUT_MS,
);

test('a mistake is told at its field and nothing is sent', async () => {
  await page.getByLabel('Number of rows').fill('-5');
  await page.getByRole('button', { name: 'Generate report' }).click();
  const field = page.getByLabel('Number of rows');
  await page.waitForFunction(() => document.querySelector('[aria-invalid="true"]') !== null);
  await screenshot('4-mistake');

  expect(await field.getAttribute('aria-invalid')).toBe('true');
  expect(await page.locator('tr.report').count()).toBe(1);
});

test('reports and the session are there after a reload, in the dark too, and on a phone', async () => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.reload();
  await page.getByRole('row', { name: 'Five hundred' }).waitFor();
  await screenshot('5-dark-phone');

  expect(await accessibilityProblems()).toEqual([]);
  const widths = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(widths[0]).toBe(widths[1]); // nothing sticks out sideways
});

test('the browser had nothing to complain about', () => {
  expect(consoleErrors).toEqual([]);
});
