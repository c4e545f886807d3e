import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { DEMO_USER } from './cloud.ts';
import { WEB_BUILD } from './apps.ts';

/** The built page, for a cloud to serve. */
export const SITE = Promise.resolve(path.resolve(WEB_BUILD.directory));
/** Real browsers always have one; the headless one may be started where there is none. */
export const CONTEXT = { locale: 'en-GB', viewport: { width: 1280, height: 900 } };
/** No step of a test takes longer, unless it says so. */
const STEP_TIMEOUT_MS = 10_000;
const DESK = CONTEXT.viewport;
const PHONE = { width: 320, height: 720 };

/** The reports page in a browser, in the words of whoever uses it. */
export interface ReportsPage {
  readonly page: Page;
  /** What the browser complained about. */
  readonly complaints: readonly string[];
  signIn(email?: string, password?: string): Promise<void>;
  /** Fills the form in for a sample report and sends it. */
  order(name: string, rows: number, delayMs: number): Promise<void>;
  row(name: string): Locator;
  /** Opens the row's menu and follows one of its items. */
  choose(name: string, item: string): Promise<void>;
  /** What axe finds in light and in dark, and what sticks out sideways at 320 px. */
  flaws(): Promise<string[]>;
  /** Every text of the live regions from now on, each change once. */
  listen(): Promise<() => Promise<string[]>>;
  /** The sources of layout shifts from now on that no input explains. */
  watchShifts(): Promise<() => Promise<string[]>>;
}

export async function openReportsPage(
  context: BrowserContext,
  address: string,
): Promise<ReportsPage> {
  const page = await context.newPage();
  page.setDefaultTimeout(STEP_TIMEOUT_MS);
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    // What is offline cannot be reached: the browser says so at every try.
    const isExpected = message.text().includes('ERR_INTERNET_DISCONNECTED');
    if (message.type() === 'error' && !isExpected) complaints.push(message.text());
  });
  await page.goto(address);
  const axe = await readFile('node_modules/axe-core/axe.min.js', 'utf8');
  // The row of the report, not the one below it with its first rows.
  const row = (name: string): Locator =>
    page.getByRole('row', { name }).and(page.locator('.report'));

  return {
    page,
    complaints,
    row,

    async signIn(email = DEMO_USER.username, password = DEMO_USER.password) {
      await page.getByLabel('E-mail').fill(email);
      await page.getByLabel('Password', { exact: true }).fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('button', { name: 'Sign out' }).waitFor();
    },

    async order(name, rows, delayMs) {
      await page.getByLabel('Number of rows').fill(String(rows));
      await page.getByLabel('Delay, in milliseconds').fill(String(delayMs));
      await page.getByLabel('Name (optional)').fill(name);
      await page.getByRole('button', { name: 'Generate report' }).click();
    },

    async choose(name, item) {
      await page.getByRole('button', { name: `More for ${name}` }).click();
      await page.getByRole('listitem').filter({ hasText: item }).locator('button, a').click();
    },

    async flaws() {
      const found: string[] = [];
      for (const colorScheme of ['dark', 'light'] as const) {
        await page.emulateMedia({ colorScheme });
        found.push(...(await runAxe(page, axe)).map((flaw) => `${colorScheme}: ${flaw}`));
      }
      await page.setViewportSize(PHONE);
      found.push(...(await page.evaluate(whatSticksOut)));
      await page.setViewportSize(DESK);
      return found;
    },

    async listen() {
      await page.evaluate(() => {
        const log: string[] = [];
        const said = new Map<Element, string>();
        const read = (): void => {
          for (const region of document.querySelectorAll('[role="status"], [role="alert"]')) {
            const text = region.textContent.trim();
            if (text !== '' && said.get(region) !== text) log.push(text);
            said.set(region, text);
          }
        };
        for (const region of document.querySelectorAll('[role="status"], [role="alert"]')) {
          said.set(region, region.textContent.trim());
        }
        const all = { subtree: true, childList: true, characterData: true };
        new MutationObserver(read).observe(document.body, all);
        (window as unknown as { heard: string[] }).heard = log;
      });
      return () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
    },

    async watchShifts() {
      await page.evaluate(() => {
        const shifts: string[] = [];
        interface Shift extends PerformanceEntry {
          hadRecentInput: boolean;
          value: number;
          sources: { node: Node | null }[];
        }
        new PerformanceObserver((list) => {
          for (const shift of list.getEntries() as Shift[]) {
            if (shift.hadRecentInput) continue;
            const nodes = shift.sources.map(({ node }) => node?.textContent ?? '?');
            shifts.push(`${shift.value.toFixed(4)}: ${nodes.join(' | ')}`);
          }
        }).observe({ type: 'layout-shift' });
        (window as unknown as { shifts: string[] }).shifts = shifts;
      });
      return () => page.evaluate(() => (window as unknown as { shifts: string[] }).shifts);
    },
  };
}

/** What axe finds wrong with the page as it is, by rule. */
async function runAxe(page: Page, axe: string): Promise<string[]> {
  if (await page.evaluate(() => !('axe' in window))) await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: library } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await library.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}

/** Runs in the page: nothing may be wider than the window. */
function whatSticksOut(): string[] {
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth > clientWidth ? [`${scrollWidth} px wide at ${clientWidth} px`] : [];
}
