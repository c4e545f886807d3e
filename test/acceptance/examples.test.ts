import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalCloud } from '../../local/index.ts';
import { launchBrowser } from '../support/browser.ts';
import { startTestCloud } from '../support/cloud.ts';
import { runNode } from '../support/run-process.ts';

/** What examples/ shows is run as it stands: as processes, and in a real browser. */

const SITE = '.local/test/example-page';
const PAGE = '<!doctype html><title>Example</title><script type="module" src="page.js"></script>';
const BROWSER_TIMEOUT_MS = 20_000;
/** What Amplify says of any user pool that is not at AWS's address. */
const AMPLIFY_WARNING = /^\[WARN\].* custom .*endpoint.*\n/;

let cloud: LocalCloud;
let workDirectory: string;
let browser: Browser | undefined;

beforeAll(async () => {
  await mkdir(SITE, { recursive: true });
  await writeFile(path.join(SITE, 'index.html'), PAGE);
  await build({
    entryPoints: ['examples/react.tsx'],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    jsx: 'automatic',
    outfile: path.join(SITE, 'page.js'),
  });
  cloud = await startTestCloud(undefined, { site: Promise.resolve(path.resolve(SITE)) });
  workDirectory = await mkdtemp(path.join(tmpdir(), 'example-'));
});

afterAll(async () => {
  await browser?.close();
  await cloud[Symbol.asyncDispose]();
  await rm(workDirectory, { recursive: true });
});

/** Runs an example in an empty folder against the cloud. */
async function run(example: string) {
  const env = { REPORTS_ORIGIN: cloud.apiOrigin };
  const ended = await runNode([path.resolve(example)], { cwd: workDirectory, env });
  return { ...ended, output: ended.output.replace(AMPLIFY_WARNING, '') };
}

/** Lines that are neither empty nor comment. */
async function linesOfCode(file: string): Promise<number> {
  const lines = (await readFile(file, 'utf8')).split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '' && !/^(\/\/|\/?\*)/.test(line)).length;
}

test('node.ts orders a report, follows it and saves its file, in at most 25 lines of code', async () => {
  const { code, output } = await run('examples/node.ts');

  expect(output).toMatch(/^(QUEUED 0\n)?(RUNNING \d+\n)+SUCCEEDED 5000\nsaved \S+\.csv\n$/);
  expect(code).toBe(0);
  const [file = ''] = await readdir(workDirectory);
  const saved = await readFile(path.join(workDirectory, file), 'utf8');
  expect(saved.split('\r\n')).toHaveLength(5002); // header, rows, the end of the last line
  expect(await linesOfCode('examples/node.ts')).toBeLessThanOrEqual(25);
});

test('plain-amplify.ts does it without our client, in at most 40 lines of code', async () => {
  const { code, output } = await run('examples/plain-amplify.ts');

  expect(output).toMatch(/^SUCCEEDED: sample_\S+\.csv has 500 rows\n$/);
  expect(code).toBe(0);
  expect(await linesOfCode('examples/plain-amplify.ts')).toBeLessThanOrEqual(40);
});

test('react.tsx shows in a browser what was ordered, live, and its file', async () => {
  browser = await launchBrowser();
  const page = await browser.newPage();
  page.setDefaultTimeout(BROWSER_TIMEOUT_MS);
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(cloud.apiOrigin);
  await page.getByText('Nothing ordered yet').waitFor();

  await page.getByRole('button', { name: 'Order' }).click();
  await page.getByText(/^RUNNING, [1-9]\d* rows$/).waitFor();
  await page.getByText('SUCCEEDED, 300 rows').waitFor();
  await page.getByText('From React: SUCCEEDED').waitFor();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  const lines = (await readFile(await (await downloading).path(), 'utf8')).split('\r\n');

  expect(lines).toHaveLength(302);
  expect(errors).toEqual([]);
}, 60_000);
