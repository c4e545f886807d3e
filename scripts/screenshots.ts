import { copyFile, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { silentLog, startCloud, systemClock } from '../local/index.ts';
import { buildWeb } from '../local/runtime/web-build.ts';
import { launchBrowser } from '../test/support/browser.ts';

/** `npm run screenshots`: pictures of the pages as they are, made by a real browser on a cloud of its own. */

const DIRECTORY = 'docs/screenshots';
const LARGEST_BYTES = 150 * 1024;
const FONTS = [
  '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  '@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf',
  '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf',
  'dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf',
];
const DEMO_USER = { username: 'demo@example.com', password: 'Demo-Reports-2026' };
const COLLEAGUE = { username: 'colleague@example.com', password: 'Demo-Reports-2026' };
const DESKTOP = { width: 1120, height: 760 };
const PHONE = { width: 390, height: 780 };

interface Look {
  readonly viewport: typeof DESKTOP;
  readonly colorScheme: 'light' | 'dark';
}

/** One picture: where, how it looks, and what is done before it is taken. */
interface Shot extends Look {
  readonly name: string;
  readonly path: string;
  readonly isSignedOut?: true;
  readonly prepare?: (page: Page) => Promise<void>;
}

const SHOTS: readonly Shot[] = [
  {
    name: 'sign-in',
    path: '/',
    viewport: DESKTOP,
    colorScheme: 'light',
    isSignedOut: true,
    prepare: (page) => page.getByRole('button', { name: 'Sign in', exact: true }).waitFor(),
  },
  { name: 'reports', path: '/', viewport: DESKTOP, colorScheme: 'light', prepare: orderTwo },
  { name: 'reports-dark', path: '/', viewport: DESKTOP, colorScheme: 'dark', prepare: untilRead },
  { name: 'reports-phone', path: '/', viewport: PHONE, colorScheme: 'light', prepare: untilRead },
  {
    name: 'explorer',
    path: '/explorer.html',
    viewport: DESKTOP,
    colorScheme: 'light',
    prepare: runRequest,
  },
  {
    name: 'explorer-dark',
    path: '/explorer.html',
    viewport: DESKTOP,
    colorScheme: 'dark',
    prepare: runRequest,
  },
  {
    name: 'compare',
    path: '/compare.html',
    viewport: DESKTOP,
    colorScheme: 'light',
    prepare: compareToTheEnd,
  },
  {
    name: 'compare-phone-dark',
    path: '/compare.html',
    viewport: PHONE,
    colorScheme: 'dark',
    prepare: (page) => page.getByRole('button', { name: 'Ask for both' }).waitFor(),
  },
];

await main(process.argv.slice(2));

/** Takes all pictures, or those that are named. */
async function main(names: readonly string[]): Promise<void> {
  const wanted = SHOTS.filter(({ name }) => names.length === 0 || names.includes(name));
  await mkdir(DIRECTORY, { recursive: true });
  const scratch = await mkdtemp(path.join(tmpdir(), 'screenshots-'));
  try {
    await takeAll(wanted, scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function takeAll(shots: readonly Shot[], scratch: string): Promise<void> {
  const root = process.cwd();
  const site = await buildWeb({
    root,
    source: 'web',
    inputs: ['client', 'schema/generated'],
    directory: '.local/web',
  });
  await using cloud = await startCloud({
    root,
    app: 'infra/app.ts',
    context: { comparison: 'true', selfSignUp: 'true' },
    region: 'us-east-1',
    assemblyDirectory: '.local/cdk.out',
    stateDirectory: path.join(scratch, 'state'),
    fresh: true,
    host: '127.0.0.1',
    apiPort: 0,
    awsPort: 0,
    rootCredentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    demoUsers: [DEMO_USER, COLLEAGUE],
    onCode: () => undefined,
    seed: 'scripts/seed.ts',
    site: Promise.resolve(site),
    clock: systemClock,
    log: silentLog,
  });
  const browser = await launchWithFonts(scratch);
  try {
    for (const shot of shots) await take(browser, cloud.apiOrigin, shot);
  } finally {
    await browser.close();
  }
}

async function take(browser: Browser, origin: string, shot: Shot): Promise<void> {
  const { name, viewport, colorScheme } = shot;
  const context = await browser.newContext({
    viewport,
    colorScheme,
    reducedMotion: 'reduce',
    timezoneId: 'UTC',
    locale: 'en-GB',
  });
  const page = await context.newPage();
  await page.goto(origin + shot.path);
  if (!shot.isSignedOut) await signIn(page);
  await shot.prepare?.(page);
  await page.evaluate(() => window.scrollTo(0, 0));
  const file = path.join(DIRECTORY, `${name}.png`);
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  await context.close();
  const { size } = await stat(file);
  console.log(`${file}  ${(size / 1024).toFixed(0)} KB`);
  if (size > LARGEST_BYTES) throw new Error(`${file} is larger than ${LARGEST_BYTES} bytes.`);
}

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('E-mail').fill(DEMO_USER.username);
  await page.getByLabel('Password', { exact: true }).fill(DEMO_USER.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

/** A report that is ready and one that is under way. */
async function orderTwo(page: Page): Promise<void> {
  await order(page, 'Small sample', '500', '0');
  await page.getByRole('button', { name: /Download.*Small sample/ }).waitFor();
  await order(page, 'Large sample', '100000', '600000');
  await page.getByRole('progressbar').first().waitFor();
  await page.waitForTimeout(4000); // a few progress reports
}

async function order(page: Page, title: string, rows: string, delayMs: string): Promise<void> {
  await page.getByLabel('Number of rows').fill(rows);
  await page.getByLabel('Delay, in milliseconds').fill(delayMs);
  await page.getByLabel('Name (optional)').fill(title);
  await page.getByRole('button', { name: 'Generate report' }).click();
}

async function untilRead(page: Page): Promise<void> {
  await page.getByText('Small sample').first().waitFor();
  await page.waitForTimeout(1000); // the connection is live
}

async function runRequest(page: Page): Promise<void> {
  const variables = page.locator('.graphiql-editor-tool .view-line');
  await variables.filter({ hasText: 'reportId' }).waitFor();
  await page.getByRole('button', { name: /^Execute query/ }).click();
  await page.locator('.graphiql-response').getByText('QUEUED').waitFor();
  await page.mouse.move(0, 0);
}

async function compareToTheEnd(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Ask for both' }).click();
  await page.getByRole('link', { name: /^Download/ }).waitFor({ timeout: 60_000 });
}

/** With fonts of npm and no others, so that pictures are the same on every machine. */
async function launchWithFonts(scratch: string): Promise<Browser> {
  const fonts = path.join(scratch, 'fonts');
  await mkdir(fonts);
  for (const file of FONTS)
    await copyFile(path.join('node_modules', file), path.join(fonts, path.basename(file)));
  const config = path.join(scratch, 'fonts.conf');
  await writeFile(
    config,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${fonts}</dir>
  <cachedir>${path.join(scratch, 'fonts-cache')}</cachedir>
  <match target="pattern">
    <test name="family"><string>monospace</string></test>
    <edit name="family" mode="assign" binding="strong"><string>DejaVu Sans Mono</string></edit>
  </match>
  <match target="pattern">
    <edit name="family" mode="append_last" binding="strong"><string>Noto Sans</string></edit>
  </match>
</fontconfig>
`,
  );
  process.env.FONTCONFIG_FILE = config; // the browser's process takes it over
  return launchBrowser();
}
