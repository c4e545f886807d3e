import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Figure } from './suite.ts';
import { readSuites } from './suites.ts';

function bench(...args: string[]) {
  return spawnSync(process.execPath, ['bench/run.ts', ...args], { encoding: 'utf8' });
}

test('without a suite every folder that measures something is listed with its minutes and options', async () => {
  const { status, stdout } = bench();
  const suites = await readSuites();

  expect(status).toBe(0);
  for (const name of readdirSync('bench')) {
    if (name === 'lib' || name.includes('.')) continue;
    expect(stdout).toMatch(new RegExp(`^  ${name} +[0-9.]+ (min|s).*: .+`, 'm'));
    for (const option of Object.keys(suites.get(name)?.options ?? {}))
      expect(stdout).toContain(`--${option}`);
  }
});

test('every suite is bounded, with room for a machine that does other things', async () => {
  for (const [name, { minutes, limitMinutes, quick }] of await readSuites()) {
    expect(limitMinutes, name).toBeGreaterThanOrEqual(minutes * 3);
    expect(quick?.minutes ?? 0, name).toBeLessThan(minutes);
  }
});

test('a suite that is not there, or an option it does not know, is refused with what there is', () => {
  const unknown = bench('speed');
  expect(unknown.status).toBe(2);
  expect(unknown.stderr).toContain("There is no suite 'speed'.");
  expect(unknown.stderr).toMatch(/^ {2}xlsx /m);

  const misspelt = bench('xlsx', '--row', '1');
  expect(misspelt.status).toBe(2);
  expect(misspelt.stderr).toContain("'--row'");
  expect(misspelt.stderr).toContain('--rows <500000>');
});

test.each([
  [['--limit-minutes', 'soon'], 'must be a number of minutes'],
  [['--limit-minutes', '0'], 'must be a number of minutes'],
  [['--quick'], 'scale has no quick form'],
])('%j of scale is refused', (args, words) => {
  const { status, stderr } = bench('scale', ...args);

  expect(status).toBe(2);
  expect(stderr).toContain(words);
});

test('--help of a suite explains its options and runs nothing', () => {
  const { status, stdout } = bench('xlsx', '--help');

  expect(status).toBe(0);
  expect(stdout).toContain('rows of a workbook');
});

test('--json prints one object and nothing else; what is for people goes to standard error', () => {
  const args = ['xlsx', '--rows', '100', '--rounds', '1'];
  const { status, stdout, stderr } = bench(...args, '--json');

  expect(status).toBe(0);
  expect(stderr).toContain('| exceljs');
  const printed = JSON.parse(stdout) as Record<string, unknown> & { rows: Figure[] };
  expect(printed).toMatchObject({
    suite: 'xlsx',
    command: 'npm run bench -- xlsx --rows 100 --rounds 1',
    machine: expect.stringMatching(/^\d+ CPUs /) as unknown,
    node: process.version,
    n: 1,
  });
  expect(Date.parse(String(printed.date))).toBeGreaterThan(0);
  expect(printed.rows.map(({ name }) => name)).toEqual(['own', 'hucre', 'exceljs']);
  const [own, hucre] = printed.rows;
  expect(own).toMatchObject({ unit: 'k rows/s', ratio: null, peer: null });
  expect(hucre?.peer).toBe('own');
  expect(hucre?.ratio).toBeCloseTo(Number(hucre?.value) / Number(own?.value), 2);
});

test('a suite over its limit is ended with words and an exit code of its own', () => {
  const { status, stderr } = bench('xlsx', '--limit-minutes', '0.001');

  expect(status).toBe(124);
  expect(stderr).toContain('xlsx was ended after 0.001 minutes, its limit');
});

test('a suite that fails ends with its error and another code than 0', () => {
  const { status, stderr } = bench('scale', '--owners', 'many');

  expect(status).toBe(1);
  expect(stderr).toContain("--owners must be a whole number from 1, not 'many'");
});
