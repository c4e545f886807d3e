import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalCloud } from '../../local/index.ts';
import { APPS } from '../support/apps.ts';
import { launchBrowser } from '../support/browser.ts';
import { SEED, startTestCloud } from '../support/cloud.ts';
import { CONTEXT, openReportsPage, SITE, type ReportsPage } from '../support/reports-page.ts';

/** A report by Athena as the page shows it: chosen in the form, waited for, told of when it is ready. */

const TEST_TIMEOUT_MS = 60_000;

let cloud: LocalCloud;
let browser: Browser;
let site: ReportsPage;

beforeAll(async () => {
  cloud = await startTestCloud(APPS.reports, { site: SITE, seed: SEED });
  browser = await launchBrowser();
  site = await openReportsPage(await browser.newContext(CONTEXT), cloud.apiOrigin);
  await site.signIn();
}, TEST_TIMEOUT_MS);

afterAll(async () => {
  await browser.close();
  await cloud[Symbol.asyncDispose]();
});

test(
  'a kind with a choice offers it, and a report by Athena is waited for and told of',
  async () => {
    const { page } = site;
    const choice = page.getByLabel('Rows made by');
    await page.getByText('File options').click();
    await page.getByLabel('Time zone').waitFor();
    expect(await choice.count()).toBe(0);

    await page.getByLabel('Flight details').check();
    await page.getByText('Now: DuckDB, in the generator.').waitFor();
    await choice.selectOption('Amazon Athena');
    await page.getByLabel('Last day').fill('2001-01-02');
    await page.getByText(/, by Athena, which reads up to 13.7 MB/).waitFor();
    expect(await site.flaws()).toEqual([]);

    cloud.faults.set(['queries:hold=10m']);
    await page.getByLabel('Name (optional)').fill('By Athena');
    await page.getByRole('button', { name: 'Generate report' }).click();
    await site.row('By Athena').getByText('Athena queries the data').waitFor();
    cloud.faults.clear();
    await site
      .row('By Athena')
      .getByRole('button', { name: /^Download/ })
      .waitFor({ timeout: 30_000 });

    await site.row('By Athena').getByRole('link', { name: 'By Athena' }).click();
    const file = page.getByRole('region', { name: 'File', exact: true });
    await file.getByText('Amazon Athena').waitFor();
    expect(await file.innerText()).toMatch(/READ FOR IT|Read for it/);
    expect(await file.innerText()).toMatch(/SHA-256 [0-9a-f]{64}/);
    expect(site.complaints).toEqual([]);
  },
  TEST_TIMEOUT_MS,
);
