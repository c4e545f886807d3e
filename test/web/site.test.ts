import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  accessibilityProblems,
  COLLEAGUE,
  signInOn,
  startWebBed,
  type WebBed,
} from '../support/web-bed.ts';

/** How the pages are served, and that the policy they are served with is enough for them and no more. */

const TEST_TIMEOUT_MS = 60_000;

let bed: WebBed;

beforeAll(async () => {
  bed = await startWebBed();
}, TEST_TIMEOUT_MS);

afterAll(() => bed[Symbol.asyncDispose]());

const get = (path: string) => fetch(bed.cloud.apiOrigin + path);

test('every page is its own file, and a path of a report is the reports page', async () => {
  const titleOf = async (path: string) =>
    /<title>(.*)<\/title>/.exec(await (await get(path)).text())?.[1];

  expect(await titleOf('/explorer.html')).toContain('Explorer');
  expect(await titleOf('/compare.html')).toContain('Waiting or being told');
  expect(await titleOf('/')).toBe(await titleOf('/reports/01ARZ3NDEKTSV4RRFFQ69G5FAV'));
});

test('names with a digest may be kept for ever, pages are asked for again, and what is missing is missing', async () => {
  const html = await get('/');
  const [script = ''] = /(?<=src="[./]*)assets\/[^"]+\.js/.exec(await html.text()) ?? [];
  const missing = await get('/assets/missing-12345678.js');

  expect(html.headers.get('cache-control')).toBe('no-cache');
  expect((await get(`/${script}`)).headers.get('cache-control')).toBe(
    'public, max-age=31536000, immutable',
  );
  expect(missing.status).toBe(404);
});

test("the headers are those of the template's policies", async () => {
  const headersOf = async (path: string) => Object.fromEntries((await get(path)).headers);
  const page = await headersOf('/');
  const explorer = await headersOf('/explorer.html');

  expect(page).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'cross-origin-opener-policy': 'same-origin',
  });
  expect(page['content-security-policy']).toContain("script-src 'self'; style-src 'self';");
  expect(page['content-security-policy']).toContain(`${bed.cloud.awsOrigin} `);
  expect(page['content-security-policy']).not.toMatch(/unsafe|amazonaws/);
  expect(explorer['content-security-policy']).toContain("style-src 'self' 'unsafe-inline'");
  expect(explorer['content-security-policy']).toContain("script-src 'self';");
});

test(
  'a visit from signing in to the file needs nothing that the policy refuses, and another demo user sees none of it',
  async () => {
    const mine = await bed.open('/');
    await signInOn(mine);
    await mine.getByLabel('Number of rows').fill('20');
    await mine.getByLabel('Name (optional)').fill('Mine alone');
    await mine.getByRole('button', { name: 'Generate report' }).click();
    const save = mine.getByRole('button', { name: /^Download.*Mine alone/ });
    await save.waitFor({ timeout: 20_000 });
    const downloading = mine.waitForEvent('download');
    await save.click();
    await (await downloading).path();

    const theirs = await bed.open('/');
    await theirs.getByLabel('Demo user').selectOption(COLLEAGUE.username);
    await theirs.getByRole('button', { name: 'Sign in', exact: true }).click();
    await theirs.getByText('No reports yet').waitFor();
    await expect.poll(() => theirs.getByText('Mine alone').count()).toBe(0);
    expect(await accessibilityProblems(theirs)).toEqual([]);
    expect(bed.complaints).toEqual([]);
  },
  TEST_TIMEOUT_MS,
);

test('a style, a script and a request that are not its own are refused to the page, and told', async () => {
  const page = await bed.open('/');
  const before = bed.complaints.length;
  await page.evaluate(async () => {
    const style = document.createElement('style');
    style.textContent = 'body { color: red }';
    const script = document.createElement('script');
    script.textContent = 'window.wasRun = true';
    document.head.append(style, script);
    await fetch('https://example.invalid/').catch(() => undefined);
  });
  for (const directive of ['style-src-elem', 'script-src-elem', 'connect-src']) {
    await expect
      .poll(() => bed.complaints.slice(before).join('\n'))
      .toMatch(new RegExp(`${directive} refused (inline|https://example.invalid)`));
  }

  expect(await page.evaluate(() => 'wasRun' in window)).toBe(false);
});
