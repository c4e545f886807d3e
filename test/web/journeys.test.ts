import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { LocalCloud } from '../../local/index.ts';
import { APPS } from '../support/apps.ts';
import { launchBrowser } from '../support/browser.ts';
import { startTestCloud } from '../support/cloud.ts';
import { CONTEXT, openReportsPage, SITE, type ReportsPage } from '../support/reports-page.ts';
import { addUser, PASSWORD } from '../support/users.ts';

/** Ways through the page: leaving and coming back, several tabs, addresses, the keyboard alone. */

const TEST_TIMEOUT_MS = 60_000;
const OTHER = 'other@example.com';

let cloud: LocalCloud;
let browser: Browser;
let context: BrowserContext;
let site: ReportsPage;

beforeAll(async () => {
  cloud = await startTestCloud(APPS.brisk, { site: SITE });
  await addUser(cloud, OTHER);
  browser = await launchBrowser();
  context = await browser.newContext(CONTEXT);
  site = await openReportsPage(context, cloud.apiOrigin);
  await site.signIn();
}, TEST_TIMEOUT_MS);

afterAll(async () => {
  await browser.close();
  await cloud[Symbol.asyncDispose]();
});

beforeEach(async () => {
  await context.setOffline(false);
  if (new URL(site.page.url()).pathname !== '/') await site.page.goto(cloud.apiOrigin);
});

const ready = (name: string, at = site) =>
  at
    .row(name)
    .getByRole('button', { name: /^Download/ })
    .waitFor({ timeout: 20_000 });
const pathname = () => new URL(site.page.url()).pathname;

test('a reload in mid-run finds the report where it is', async () => {
  await site.order('Reloaded', 400, 3_000);
  await site
    .row('Reloaded')
    .getByText(/of 400 rows/)
    .waitFor();
  await site.page.reload();
  await site.row('Reloaded').getByRole('progressbar').waitFor();
  await ready('Reloaded');
});

test(
  'without a network the page says so; work goes on, and the page catches up',
  async () => {
    const { page } = site;
    await site.order('Tunnel', 200, 1_500);
    await site
      .row('Tunnel')
      .getByText(/of 200 rows/)
      .waitFor();
    await context.setOffline(true);
    await page.locator('.connection', { hasText: 'Offline' }).waitFor();
    await cloud.services.lambda.waitUntilIdle();
    expect(
      await site
        .row('Tunnel')
        .getByRole('button', { name: /^Download/ })
        .count(),
    ).toBe(0);
    await site.order('Never sent', 1, 0);
    await site.row('Never sent').getByText('Not sent').waitFor({ timeout: 15_000 });
    expect(await site.flaws()).toEqual([]);

    await context.setOffline(false);
    await ready('Tunnel');
    await page.locator('.connection', { hasText: 'Live' }).waitFor({ timeout: 15_000 });
    await site
      .row('Never sent')
      .getByRole('button', { name: /^Send again/ })
      .click();
    await ready('Never sent');
  },
  TEST_TIMEOUT_MS,
);

test('what ended while nobody looked is new until it was seen, in every tab', async () => {
  await site.order('Left alone', 100, 1_500);
  await site
    .row('Left alone')
    .getByText(/of 100 rows/)
    .waitFor();
  await site.page.goto('about:blank');
  await cloud.services.lambda.waitUntilIdle();
  await site.page.goto(cloud.apiOrigin);
  await site.row('Left alone').getByText('New', { exact: true }).waitFor();
  await expect.poll(() => site.page.title()).toBe('1 new · Reports');
  const second = await openReportsPage(context, cloud.apiOrigin);
  await second.row('Left alone').getByText('New', { exact: true }).waitFor();

  // Looked at for a moment in one, it is seen in both.
  await expect.poll(() => second.page.title(), { timeout: 10_000 }).toBe('Reports');
  await expect.poll(() => site.page.title(), { timeout: 10_000 }).toBe('Reports');
  await second.page.close();
});

test('tabs agree: what one orders and deletes, the other shows and forgets', async () => {
  const second = await openReportsPage(context, cloud.apiOrigin);
  await second.row('Reloaded').waitFor();
  await site.order('Shared', 5, 0);
  await ready('Shared', second);
  await second.page.getByRole('link', { name: 'Shared' }).click();
  await second.page.getByRole('heading', { name: 'Shared' }).waitFor();

  await ready('Shared');
  await site.choose('Shared', 'Delete');
  await site.page.getByRole('dialog').waitFor();
  expect(await site.flaws()).toEqual([]);
  await site.page.keyboard.press('Escape');
  await expect.poll(() => site.row('Shared').count()).toBe(1);
  expect(await site.page.evaluate(() => document.activeElement?.textContent)).toBe(
    'More for Shared',
  );
  await site.choose('Shared', 'Delete');
  await site.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await site.row('Shared').waitFor({ state: 'detached' });
  await second.page.getByText('This report was deleted').waitFor();
  await second.page.close();
});

test('run again with changes fills the form in, and is a new report', async () => {
  const { page } = site;
  await site.choose('Reloaded', 'Run again with changes');
  await expect.poll(() => page.getByLabel('Number of rows').inputValue()).toBe('400');
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute('name')))
    .toBe('amountOfRows');
  await page.getByLabel('Delay, in milliseconds').fill('0');
  await page.getByLabel('Number of rows').fill('401');
  await page.getByLabel('Number of rows').press('Enter');
  await site.page
    .locator('tr.report', { hasText: '401 rows' })
    .getByRole('button', { name: /^Download/ })
    .waitFor();
});

test('filters are in the address: back undoes them, a link repeats them', async () => {
  const { page } = site;
  await page.goto(cloud.apiOrigin);
  await site.row('Tunnel').waitFor();
  await page.getByLabel('Status').selectOption('Cancelled');
  await page.getByText('No report matches').waitFor();
  expect(await site.flaws()).toEqual([]);
  await page.getByLabel('Status').selectOption('Ready');
  await page.getByLabel('Search').pressSequentially('tunn');
  await page.getByText('1 report found').waitFor();
  expect(new URL(page.url()).search).toBe('?state=ready&text=tunn');
  await expect.poll(() => page.locator('tr.report').count()).toBe(1);

  await page.goBack();
  await page.getByText('No report matches').waitFor();
  await page.goForward();
  await site.row('Tunnel').waitFor();
  await page.reload();
  await site.row('Tunnel').waitFor();
  await expect.poll(() => page.locator('tr.report').count()).toBe(1);
  await page.goto(cloud.apiOrigin);
});

test(
  'a report has an address of its own, for its owner only',
  async () => {
    const { page } = site;
    await page.getByRole('link', { name: 'Tunnel' }).click();
    await page.getByRole('heading', { name: 'Tunnel' }).waitFor();
    const address = page.url();
    expect(pathname()).toMatch(/^\/reports\/[0-9A-Z]{26}$/);
    await page.reload();
    await page.getByRole('heading', { name: 'Tunnel' }).waitFor();
    await expect.poll(() => page.title()).toBe('Tunnel – Reports');
    await expect.poll(() => page.getByText(/^[0-9a-f]{64}$/).count()).toBe(1);
    await expect.poll(() => page.locator('.timeline li').count()).toBe(3);
    expect(await site.flaws()).toEqual([]);

    const others = await browser.newContext(CONTEXT);
    const other = await openReportsPage(others, address);
    await other.signIn(OTHER, PASSWORD);
    await other.page.getByRole('heading', { name: 'You have no such report' }).waitFor();
    expect(await other.flaws()).toEqual([]);
    await other.page.goto(`${cloud.apiOrigin}/reports/mistyped`);
    await other.page.getByRole('heading', { name: 'You have no such report' }).waitFor();
    await other.page.goto(`${cloud.apiOrigin}/elsewhere`);
    await other.page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    await other.page.getByRole('link', { name: 'Go to your reports' }).click();
    await other.page.getByText('No reports yet').waitFor();
    expect(other.complaints).toEqual([]);
    await others.close();
  },
  TEST_TIMEOUT_MS,
);

test('a chart is drawn when it is asked for, from the whole file, and is a table too', async () => {
  const { page } = site;
  const scripts: string[] = [];
  page.on('request', (request) => {
    if (request.resourceType() === 'script') scripts.push(request.url());
  });
  await page.getByRole('link', { name: 'Tunnel' }).click();
  await page.getByRole('button', { name: /^Draw a chart/ }).waitFor();
  expect(scripts.filter((url) => url.includes('ReportChart'))).toEqual([]);
  await page.getByRole('button', { name: /^Draw a chart/ }).click();
  await page.locator('.chart canvas').waitFor();

  await expect
    .poll(() => page.locator('figcaption').innerText())
    .toMatch(/^Amount.*Drawn from all 200 rows\.$/s);
  await page.getByText('The figures as a table').click();
  await expect.poll(() => page.locator('.chart tbody tr').count()).toBeGreaterThan(100);
  expect(await site.flaws()).toEqual([]);
});

test(
  'the keyboard alone orders a report, looks at its rows, cancels and deletes it',
  async () => {
    const { page } = site;
    await page.reload();
    await site.row('Tunnel').waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
      'Skip to your reports',
    );
    await tabTo('amountOfRows');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('300');
    await tabTo('delayMs');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('9000');
    await tabTo('title');
    await page.keyboard.type('Typed');
    await page.keyboard.press('Enter');
    await site
      .row('Typed')
      .getByRole('button', { name: /first rows/ })
      .waitFor();

    await tabTo('Cancel Typed');
    await tabTo('Show first rows of Typed');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'First rows of Typed' }).waitFor();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await site.row('Typed').getByText('Cancelled').waitFor();
    // The button has left; the focus is at its row, and goes on from there.
    await tabTo('More for Typed');
    await page.keyboard.press('Enter');
    await tabTo('Delete');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await site.row('Typed').waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('reports');
  },
  TEST_TIMEOUT_MS,
);

test('new reports never push away what is being read: a line tells how many there are', async () => {
  const { page } = site;
  for (const name of ['A', 'B', 'C']) {
    await site.order(`Filler ${name}`, 1, 0);
    await ready(`Filler ${name}`);
  }
  await page.reload();
  await site.row('Filler A').waitFor();
  await page.setViewportSize({ width: 1280, height: 500 });
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  const second = await openReportsPage(context, cloud.apiOrigin);
  const before = await site.row('Filler A').boundingBox();
  await second.order('From elsewhere', 1, 0);
  await page.getByRole('button', { name: '1 new report' }).waitFor();
  expect(await site.row('Filler A').boundingBox()).toEqual(before);

  await page.getByRole('button', { name: '1 new report' }).click();
  await site.row('From elsewhere').waitFor();
  await second.page.close();
});

test('a system notification comes only when it was asked for and nobody looks', async () => {
  // A headless browser has none to show: what the page asks of it is noted instead.
  const noted = await browser.newContext(CONTEXT);
  await noted.addInitScript(() => {
    const shown: string[] = [];
    function Noted(_title: string, { body }: { body: string }): void {
      shown.push(body);
    }
    Noted.permission = 'default';
    Noted.requestPermission = (): Promise<string> => {
      Noted.permission = 'granted';
      return Promise.resolve('granted');
    };
    Object.assign(window, { Notification: Noted, shown });
  });
  const bell = await openReportsPage(noted, cloud.apiOrigin);
  await bell.signIn();
  await bell.page.getByRole('button', { name: 'Notify me' }).click();
  await bell.order('Looked at', 1, 0);
  await ready('Looked at', bell);
  await bell.order('Unwatched', 10, 1_000);
  await bell.page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { get: () => true });
  });
  await ready('Unwatched', bell);

  const shown = await bell.page.evaluate(() => (window as unknown as { shown: string[] }).shown);
  expect(shown).toEqual([expect.stringMatching(/^Unwatched is ready: 10 rows/)]);
  await noted.close();
});

test('signing out leaves nothing on the page', async () => {
  await site.page.getByRole('button', { name: 'Sign out' }).click();
  await site.page.getByLabel('E-mail').waitFor();

  await expect.poll(() => site.page.locator('tr.report').count()).toBe(0);
  await expect.poll(() => site.page.title()).toBe('Reports');
  expect(site.complaints).toEqual([]);
});

/** Presses Tab until the focus is where a name or a text says. */
async function tabTo(target: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    const found = await site.page.evaluate((wanted) => {
      const { activeElement } = document;
      return (
        activeElement?.getAttribute('name') === wanted ||
        activeElement?.textContent.trim() === wanted
      );
    }, target);
    if (found) return;
    await site.page.keyboard.press('Tab');
  }
  throw new Error(`The Tab key does not reach ${target}.`);
}
