import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { CloudOptions, LocalCloud } from '../../local/index.ts';
import type { DeliveredCode } from '../../local/services/cognito/types.ts';
import { APPS, WEB_BUILD, type TestApp } from './apps.ts';
import { launchBrowser } from './browser.ts';
import { DEMO_USER, startTestCloud } from './cloud.ts';

export const COLLEAGUE = { username: 'colleague@example.com', password: DEMO_USER.password };

/** A cloud as `npm start` runs it, with the page, and a browser that is listened to. */
export interface WebBed extends AsyncDisposable {
  readonly cloud: LocalCloud;
  readonly browser: Browser;
  /** What the user pool would have sent by e-mail. */
  readonly codes: readonly DeliveredCode[];
  /** Errors, violations of the content security policy, and requests to anybody else. */
  readonly complaints: string[];
  /** A page in a browser of its own. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>;
  /** A page that shares the browser session of another. */
  openBeside(page: Page, path: string): Promise<Page>;
}

export interface WebBedOptions {
  readonly app?: TestApp;
  readonly cloud?: Partial<CloudOptions>;
}

export async function startWebBed({
  app = APPS.demonstration,
  cloud: cloudOptions = {},
}: WebBedOptions = {}): Promise<WebBed> {
  const codes: DeliveredCode[] = [];
  const complaints: string[] = [];
  const cloud = await startTestCloud(app, {
    site: Promise.resolve(path.resolve(WEB_BUILD.directory)),
    demoUsers: [DEMO_USER, COLLEAGUE],
    onCode: (code) => void codes.push(code),
    ...cloudOptions,
  });
  const browser = await launchBrowser();
  const allowed = [cloud.apiOrigin, cloud.awsOrigin, cloud.apiOrigin.replace(/^http/, 'ws')];

  async function openIn(context: BrowserContext, at: string): Promise<Page> {
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // What the policy refuses is told here too, in workers as well; an answer of 400 is no fault of the page.
      if (message.type() === 'error' && !/status of 400/.test(message.text()))
        complaints.push(message.text());
    });
    const check = (url: string): void => {
      const isOwn = /^(data|blob):/.test(url) || allowed.some((origin) => url.startsWith(origin));
      if (!isOwn) complaints.push(`asked for ${url}`);
    };
    page.on('request', (request) => check(request.url()));
    page.on('websocket', (socket) => check(socket.url()));
    await page.goto(cloud.apiOrigin + at);
    return page;
  }

  return {
    cloud,
    browser,
    codes,
    complaints,
    async open(at, options = {}) {
      const context = await browser.newContext(options);
      await context.exposeFunction('tellViolation', (text: string) => complaints.push(text));
      await context.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => {
          const { tellViolation } = window as unknown as { tellViolation(text: string): void };
          tellViolation(
            `${event.violatedDirective} refused ${event.blockedURI} at ${event.sourceFile}`,
          );
        });
      });
      return openIn(context, at);
    },
    openBeside: (page, at) => openIn(page.context(), at),
    async [Symbol.asyncDispose]() {
      await browser.close();
      await cloud[Symbol.asyncDispose]();
    },
  };
}

/** Signs in by the form that is open. */
export async function signInOn(page: Page, { username, password } = DEMO_USER): Promise<void> {
  await page.getByLabel('E-mail').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

/** What axe finds wrong with the page as it is, by rule; `leaveOut` is what others have made. */
export async function accessibilityProblems(
  page: Page,
  leaveOut: string[] = [],
): Promise<string[]> {
  await page.evaluate(await readFile('node_modules/axe-core/axe.min.js', 'utf8'));
  return page.evaluate(async (exclude) => {
    const { axe } = window as unknown as {
      axe: {
        run(context: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations } = await axe.run({ exclude });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  }, leaveOut);
}
