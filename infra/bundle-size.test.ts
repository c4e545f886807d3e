import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ReportsStack } from './reports-stack.ts';
import { BARE } from './variants.ts';

const KIB = 1024;
const FUNCTION = 'AWS::Lambda::Function';

/**
 * What a cold start has to read, in KiB, with a tenth to spare: a dependency that creeps in is seen here and not on AWS.
 * `npm run bench -- start` measures what reading it takes.
 */
const MOST_CODE_KIB: Readonly<Record<string, number>> = {
  'generate-report': 2000,
  'recover-reports': 640,
  'remove-files': 490,
  'sign-download': 490,
};

let outdir: string;
let directories: Map<string, string>;

beforeAll(() => {
  outdir = mkdtempSync(path.join(tmpdir(), 'assembly-'));
  const app = new App({
    analyticsReporting: false,
    builtinCloudFormationValidation: false,
    outdir,
  });
  new ReportsStack(app, 'Reports', { settings: BARE });
  app.synth();
  directories = readAssets(path.join(outdir, 'Reports.template.json'));
});

afterAll(() => rmSync(outdir, { recursive: true }));

/** The directory of each function's code, by the function's name: an asset is a directory named by its key. */
function readAssets(templateFile: string): Map<string, string> {
  const { Resources } = JSON.parse(readFileSync(templateFile, 'utf8')) as {
    Resources: Record<string, { Type: string; Properties: { Code: { S3Key: string } } }>;
  };
  const functions = Object.entries(Resources).filter(([, { Type }]) => Type === FUNCTION);
  return new Map(
    functions.map(([logicalId, { Properties }]) => {
      const name = Object.keys(MOST_CODE_KIB).find((known) =>
        logicalId.includes(known.replace('-', '')),
      );
      const hash = path.basename(Properties.Code.S3Key, '.zip');
      return [name ?? logicalId, path.join(outdir, `asset.${hash}`)] as const;
    }),
  );
}

function filesOf(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

function sizeKib(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + statSync(file).size, 0) / KIB;
}

test('every function’s code is bounded', () => {
  expect([...directories.keys()].sort()).toEqual(Object.keys(MOST_CODE_KIB).sort());
});

test.each(Object.entries(MOST_CODE_KIB))('%s has at most %d KiB of code', (name, most) => {
  const code = filesOf(directories.get(name) ?? '').filter((file) => file.endsWith('.mjs'));

  expect(code.length).toBeGreaterThan(0);
  expect(sizeKib(code)).toBeLessThan(most);
  expect(sizeKib(code)).toBeGreaterThan(most / 2); // a bound nobody comes near bounds nothing
});

/** The files Node reads to start `entry`: those it imports, and what they import; not what is imported when it is needed. */
function readAtStart(entry: string, seen = new Set<string>()): Set<string> {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  const imports = readFileSync(entry, 'utf8').matchAll(/\b(?:from|import)\s*"(\.{1,2}\/[^"]+)"/g);
  for (const [, file = ''] of imports) readAtStart(path.join(path.dirname(entry), file), seen);
  return seen;
}

test.each([
  ['Athena’s client', 'StartQueryExecution"'],
  ['what makes PDF', 'PDFDocument'],
])('the generator starts without %s, which few reports need', (_, text) => {
  const files = filesOf(directories.get('generate-report') ?? '');
  const atStart = readAtStart(files.find((file) => file.endsWith('index.mjs')) ?? '');
  const hasIt = (file: string) => readFileSync(file, 'utf8').includes(text);
  const code = files.filter((file) => file.endsWith('.mjs'));

  expect(code.filter(hasIt)).not.toEqual([]);
  expect([...atStart].filter(hasIt)).toEqual([]);
  expect(sizeKib([...atStart])).toBeLessThan(600);
});

/** With DuckDB's native code for one architecture, 65 MB, which is added at deployment. */
// documented: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html (250 MB unzipped, layers included)
test('what the generator takes along leaves room for DuckDB below Lambda’s limit', () => {
  const kib = sizeKib(filesOf(directories.get('generate-report') ?? ''));

  expect(kib / KIB + 65).toBeLessThan(100);
});

test('nothing is left where functions were bundled', () => {
  const left = readdirSync('.local/bundles').filter((name) => name.endsWith(`-${process.pid}`));

  expect(left).toEqual([]);
});
