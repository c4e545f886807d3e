import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalCloud } from '../../local/index.ts';
import { APPS, WEB_BUILD } from '../support/apps.ts';
import { launchBrowser } from '../support/browser.ts';
import { DEMO_USER, startTestCloud } from '../support/cloud.ts';
import { addUser, PASSWORD } from '../support/users.ts';

/** Two tabs of one person and one of another, in a real browser; the first signs out while a report runs. */

const OTHER = 'other@example.com';
const TEST_TIMEOUT_MS = 60_000;

let cloud: LocalCloud;
let browser: Browser;
const complaints: string[] = [];

beforeAll(async () => {
  cloud = await startTestCloud(APPS.brisk, {
    site: Promise.resolve(path.resolve(WEB_BUILD.directory)),
  });
  await addUser(cloud, OTHER);
  browser = await launchBrowser();
}, TEST_TIMEOUT_MS);

afterAll(async () => {
  await browser.close();
  await cloud[Symbol.asyncDispose]();
});

async function openTab(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(cloud.apiOrigin);
  return page;
}

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Generate report' }).waitFor();
}

test(
  'tabs of one person agree, another person sees nothing, and signing out ends it everywhere',
  async () => {
    const mine = await browser.newContext();
    const theirs = await browser.newContext();
    const first = await openTab(mine);
    await signIn(first, DEMO_USER.username, DEMO_USER.password);
    const second = await openTab(mine);
    await second.getByRole('button', { name: 'Generate report' }).waitFor();
    const other = await openTab(theirs);
    await signIn(other, OTHER, PASSWORD);

    await first.getByLabel('Number of rows').fill('200');
    await first.getByLabel('Delay, in milliseconds').fill('6000');
    await first.getByLabel('Name (optional)').fill('Private');
    await first.getByRole('button', { name: 'Generate report' }).click();
    await second.getByRole('row', { name: 'Private' }).getByRole('progressbar').waitFor();
    expect(await other.locator('tr.report').count()).toBe(0);

    await first.getByRole('button', { name: 'Sign out' }).click();
    await first.getByLabel('E-mail').waitFor();
    expect(await first.getByText('Private').count()).toBe(0);
    // The other tab's session is over with the first one's: at the latest when it next asks.
    await second.getByLabel('E-mail').waitFor({ timeout: 20_000 });
    expect(await second.getByText('Private').count()).toBe(0);
    expect(await other.locator('tr.report').count()).toBe(0);

    await signIn(first, DEMO_USER.username, DEMO_USER.password);
    const report = first.getByRole('row', { name: 'Private' });
    await report.getByRole('button', { name: /^Download/ }).waitFor({ timeout: 20_000 });
    expect(complaints).toEqual([]);
  },
  TEST_TIMEOUT_MS,
);
