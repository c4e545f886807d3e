import { mkdir } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityProblems, signInOn, startWebBed, type WebBed } from '../support/web-bed.ts';

/** GraphiQL against the API, in a real browser: the prepared tabs, and what is sent for them. */

const TEST_TIMEOUT_MS = 60_000;
const READ_EVERY_MS = 50;

let bed: WebBed;
let page: Page;
/** What goes over the WebSocket, by type. */
const sent: string[] = [];
const received: string[] = [];
let sockets = 0;

beforeAll(async () => {
  await mkdir('.local/test/screenshots', { recursive: true });
  bed = await startWebBed();
  page = await bed.open('/explorer.html', { viewport: { width: 1280, height: 800 } });
  page.on('websocket', (socket) => {
    sockets += 1;
    socket.on('framesent', ({ payload }) => void sent.push(typeOf(payload)));
    socket.on('framereceived', ({ payload }) => void received.push(typeOf(payload)));
  });
}, TEST_TIMEOUT_MS);

afterAll(() => bed[Symbol.asyncDispose]());

const typeOf = (frame: string | Buffer) => (JSON.parse(String(frame)) as { type: string }).type;
const execute = () => page.getByRole('button', { name: /^Execute query/ });
const stop = () => page.getByRole('button', { name: /^Stop query/ });
const tab = (name: string) => page.getByRole('tab', { name: new RegExp(name) });

/** Waits until the response is as wanted; editors wrap lines and draw spaces as no-break spaces. */
async function response(pattern: RegExp): Promise<string> {
  let text = '';
  for (const end = performance.now() + 15_000; performance.now() < end;) {
    text = await page.locator('.graphiql-response').innerText();
    text = text.replaceAll(/\s+/g, ' ');
    if (pattern.test(text)) return text;
    await new Promise((resolve) => setTimeout(resolve, READ_EVERY_MS));
  }
  throw new Error(`the response is ${text}`);
}

test(
  'whoever is signed out signs in first, and finds prepared tabs and the schema of the API',
  async () => {
    await signInOn(page);
    await page
      .locator('.graphiql-editor-tool .view-line')
      .filter({ hasText: 'reportId' })
      .waitFor();

    const names = await page.getByRole('tab').allInnerTexts();
    expect(names.map((name) => name.trim())).toEqual([
      'RequestReport',
      'WatchReport',
      'WatchForTheFile',
      'ListReports',
    ]);
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.getByRole('link', { name: 'Subscription' }).first().click();
    await page.getByRole('link', { name: 'onReportProgress' }).waitFor();
    await page.getByRole('button', { name: 'Hide Documentation Explorer' }).click();
    expect(await accessibilityProblems(page, ['.graphiql-container'])).toEqual([]);
  },
  TEST_TIMEOUT_MS,
);

test(
  'the first tab requests a report, which is accepted at once',
  async () => {
    await execute().click();
    const text = await response(/"generateReport"[^]*"status": "QUEUED"/);

    expect(text).toContain('"createdAt"');
  },
  TEST_TIMEOUT_MS,
);

test(
  'the second tab shows what is pushed, and Stop ends the subscription on its one socket',
  async () => {
    await tab('WatchReport').click();
    await execute().click();
    await response(/"onReportProgress"[^]*"rowsWritten": [1-9]/);
    await page.screenshot({ path: '.local/test/screenshots/explorer.png' });

    await stop().click();
    await execute().waitFor();
    await expect.poll(() => received).toContain('complete');
    expect(sent).toEqual(['connection_init', 'start', 'stop']);
    expect(sockets).toBe(1);
  },
  TEST_TIMEOUT_MS,
);

test(
  'the last tab lists, and a refusal is shown in the words of the API',
  async () => {
    await tab('ListReports').click();
    await execute().click();
    await response(/"title": "From the explorer"/);

    await page.locator('.graphiql-query-editor .monaco-editor').first().click();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('{ nonsense');
    await execute().click();
    const text = await response(/"errors"/);

    expect(text).toContain('Validation error of type FieldUndefined');
  },
  TEST_TIMEOUT_MS,
);

test(
  'an API that does not tell its schema is explored by the one of the page, which says so',
  async () => {
    const other = await page.context().newPage();
    await other.route('**/graphql', async (route) => {
      const { query } = route.request().postDataJSON() as { query: string };
      if (!query.includes('__schema')) return route.continue();
      // As AppSync answers with introspection off.
      const message =
        "Validation error of type FieldUndefined: Field '__schema' in type 'Query' is undefined @ '__schema'";
      return route.fulfill({ json: { data: null, errors: [{ message }] } });
    });
    await other.goto(`${bed.cloud.apiOrigin}/explorer.html`);
    await other.getByText('introspection is off').waitFor();
    await other.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await other.getByRole('link', { name: 'Mutation' }).first().click();
    await other.getByRole('link', { name: 'generateReport', exact: true }).waitFor();
    await other.close();
  },
  TEST_TIMEOUT_MS,
);

test('the page complained of nothing, loaded nothing from others and broke no policy', () => {
  expect(bed.complaints).toEqual([]);
});
