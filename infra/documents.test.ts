import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

const WORKFLOWS = '.github/workflows';

test.each(readdirSync(WORKFLOWS))(
  '%s runs others’ actions by their digests, and scripts that are there',
  (name) => {
    const workflow = readFileSync(`${WORKFLOWS}/${name}`, 'utf8');
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      scripts: Record<string, string>;
    };
    const actions = [...workflow.matchAll(/uses: (\S+)/g)].map(([, action]) => action);
    const called = [...workflow.matchAll(/npm run (\w+)/g)].map(([, script = '']) => script);

    expect(actions.length).toBeGreaterThan(0);
    for (const action of actions) expect(action).toMatch(/@[0-9a-f]{40}$/);
    expect(called.filter((script) => !(script in scripts))).toEqual([]);
  },
);
