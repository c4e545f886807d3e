import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** docs/reliability.md names a test for each thing that must hold: the tests are there, under these names. */

const document = readFileSync('docs/reliability.md', 'utf8');
const rows = [...document.matchAll(/^\| (\d+)\. .*?\| (\S+\.test\.ts): (.*?)\s*\|$/gm)];

test('there are fifteen checks', () => {
  expect(rows.map(([, number]) => Number(number))).toEqual(
    Array.from({ length: 15 }, (_, n) => n + 1),
  );
});

test.each(rows.map(([, number, file, name]) => [number, file, name] as const))(
  'check %s is a test of %s',
  (_, file = '', name = '') => {
    expect(readFileSync(file, 'utf8')).toContain(name);
  },
);
