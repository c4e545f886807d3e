import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { App } from 'aws-cdk-lib';
import { readSettings } from './settings.ts';

/** docs/security.md names tests that are there; docs/runbook.md every setting that there is. */

const security = readFileSync('docs/security.md', 'utf8');
/** `file`: title, or a part of it. */
const named = [...security.matchAll(/`([\w./-]+\.test\.ts)`: (.+?)(?=<br>| *\|$)/gm)];

test('every path of the threat model names a test', () => {
  const [, table = ''] = security.split('## Paths');
  const rows = table
    .split('\n')
    .filter((line) => /^\| [^-]/.test(line) && !line.includes('shown by'));

  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter((row) => !/`[\w./-]+\.test\.ts`: /.test(row))).toEqual([]);
});

test.each(named.map(([, file = '', title = '']) => [file, title.trim()]))(
  '%s has the test “%s”',
  (file, title) => {
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, 'utf8')).toContain(title);
  },
);

test('the runbook tells of every setting', () => {
  const runbook = readFileSync('docs/runbook.md', 'utf8');
  const [, settings = ''] = runbook.split('| setting');
  const missing = Object.keys(readSettings(new App().node)).filter(
    (name) => !settings.includes(`\`${name}\``),
  );

  expect(missing).toEqual([]);
});
