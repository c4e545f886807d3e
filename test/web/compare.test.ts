import { mkdir } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { accessibilityProblems, signInOn, startWebBed, type WebBed } from '../support/web-bed.ts';
import { APPS } from '../support/apps.ts';

/** Waiting or being told, in a real browser and with AppSync's real limit of 30 seconds. */

const TEST_TIMEOUT_MS = 75_000;
const OPTIONS = { concurrent: true, timeout: TEST_TIMEOUT_MS };

let bed: WebBed;
let plain: WebBed;

beforeAll(async () => {
  await mkdir('.local/test/screenshots', { recursive: true });
  bed = await startWebBed();
  plain = await startWebBed({ app: APPS.reports });
}, TEST_TIMEOUT_MS);

afterAll(async () => {
  await bed[Symbol.asyncDispose]();
  await plain[Symbol.asyncDispose]();
});

const lane = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

async function openSignedIn(on: WebBed): Promise<Page> {
  const page = await on.open('/compare.html', { viewport: { width: 1100, height: 800 } });
  await signInOn(page);
  return page;
}

test(
  'of a report of 32 seconds, what waits is cut off at 30 and what is told arrives',
  OPTIONS,
  async ({ expect }) => {
    const page = await openSignedIn(bed);
    await page.getByLabel('Seconds the report takes').fill('32');
    await page.getByRole('button', { name: 'Ask for both' }).click();
    await lane(page, 'Being told').getByText('A function is working on it.').waitFor();
    await expect
      .poll(() => lane(page, 'Being told').getByRole('progressbar').getAttribute('max'), {
        timeout: 10_000,
      })
      .toBe('500');
    expect(await accessibilityProblems(page)).toEqual([]);

    await lane(page, 'Waiting').getByText('Cut off after 30.').waitFor({ timeout: 40_000 });
    await expect
      .poll(() => lane(page, 'Waiting').locator('code').innerText())
      .toBe('Execution timed out. (ExecutionTimeout)');
    await lane(page, 'Being told')
      .getByText(/Arrived after 3\d\.\d seconds/)
      .waitFor();
    await page.screenshot({ path: '.local/test/screenshots/compare.png' });
    expect(await accessibilityProblems(page)).toEqual([]);
    const downloading = page.waitForEvent('download');
    await lane(page, 'Being told')
      .getByRole('link', { name: /^Download/ })
      .click();
    expect((await downloading).suggestedFilename()).toMatch(/\.csv$/);
    expect(bed.complaints).toEqual([]);
  },
);

test('a short report arrives in both ways, and both timers stop', OPTIONS, async ({ expect }) => {
  const page = await openSignedIn(bed);
  await page.getByLabel('Seconds the report takes').fill('1');
  await page.getByRole('button', { name: 'Ask for both' }).click();
  await lane(page, 'Waiting')
    .getByText(/Arrived after/)
    .waitFor({ timeout: 20_000 });
  await lane(page, 'Being told')
    .getByText(/Arrived after/)
    .waitFor({ timeout: 20_000 });
  const timers = await page.getByRole('timer').allInnerTexts();
  await page.waitForTimeout(300);

  expect(await page.getByRole('timer').allInnerTexts()).toEqual(timers);
});

test(
  'a time that cannot be is told at its field and nothing is asked',
  OPTIONS,
  async ({ expect }) => {
    const page = await openSignedIn(bed);
    await page.getByLabel('Seconds the report takes').fill('61');
    await page.getByRole('button', { name: 'Ask for both' }).click();
    await page.getByText('Enter a whole number of seconds from 1 to 60.').waitFor();

    await expect.poll(() => lane(page, 'Waiting').getByText('Not started').count()).toBe(1);
  },
);

test(
  'where the API has no request that waits, the page says so and what to do',
  OPTIONS,
  async ({ expect }) => {
    const page = await openSignedIn(plain);
    await page.getByText('This deployment does not offer the comparison').waitFor();

    await expect.poll(() => page.getByRole('button', { name: 'Ask for both' }).count()).toBe(0);
    expect(await accessibilityProblems(page)).toEqual([]);
    // The page asked the API, which refused the field: an answer of 400 or 200, and nothing else.
    expect(plain.complaints).toEqual([]);
  },
);
