import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

/** What `npm run destroy` asks before it touches anything. */

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'checkout-'));
  mkdirSync(path.join(directory, '.local'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function destroy(...args: string[]) {
  const script = path.resolve('scripts/destroy.ts');
  return spawnSync(process.execPath, [script, ...args], { cwd: directory, encoding: 'utf8' });
}

function deployed(Stage: string): void {
  const outputs = { 'Reports-Dev': { Stage, Region: 'eu-west-1', WebBucket: 'page' } };
  writeFileSync(path.join(directory, '.local/deployed.json'), JSON.stringify(outputs));
}

test('a checkout that has deployed nothing is told what to do', () => {
  expect(destroy('Reports')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('npx cdk deploy --outputs-file .local/deployed.json') as string,
  });
});

test.each([[[]], [['Reports']]])('a stack that is not named is not removed: %o', (args) => {
  deployed('development');

  expect(destroy(...args)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('npm run destroy -- Reports-Dev') as string,
  });
});

test('a stack of production is not removed by its name alone', () => {
  deployed('production');

  expect(destroy('Reports-Dev')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('npm run destroy -- Reports-Dev --production') as string,
  });
});
