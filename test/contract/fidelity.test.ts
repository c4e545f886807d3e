import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** The table of docs/fidelity.md tells of code and tests that are there, and leaves out no point. */

const POINTS = 48;
const CODE = 'local/services/appsync';
const TESTS = 'test/contract';
const GRADES = ['documented', 'observed', 'assumed'];

interface Row {
  readonly point: string;
  readonly cells: readonly string[];
}

const [before = '', table = ''] = readFileSync('docs/fidelity.md', 'utf8').split(
  '## AppSync, point by point',
);
const [, ofIam = ''] = before.split('## IAM, fact by fact');
const rows = [table, ofIam].flatMap(readRows);

function readRows(text: string): Row[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .slice(2)
    .map((cells) => ({ point: cells[0] ?? '', cells }));
}

/** `file`: title, as the test column has them. */
function testsOf({ cells }: Row): { file: string; title: string }[] {
  return (cells[5] ?? '').split('<br>').map((entry) => {
    const [, file = '', title = ''] = /^`([^`]+)`: (.+)$/.exec(entry) ?? [];
    return { file, title };
  });
}

const titles = new Map<string, ReadonlySet<string>>();
/** The titles of a test file, with its escapes and its Markdown taken as the table writes them. */
function titlesOf(file: string): ReadonlySet<string> {
  const known = titles.get(file);
  if (known) return known;
  const text = readFileSync(path.join(TESTS, file), 'utf8');
  const found = [...text.matchAll(/^\s*(?:test|it)\(\s*(['"])(.*?)\1,/gm)].map(([, , title = '']) =>
    title.replaceAll("\\'", "'"),
  );
  titles.set(file, new Set(found));
  return new Set(found);
}

test('every one of the 48 points has a row', () => {
  const points = rows.map(({ point }) => point).filter((point) => point !== '–');

  expect(points).toEqual(Array.from({ length: POINTS }, (_, n) => String(n + 1)));
});

test('every row has a fact, a grade, a source, code that exists, a test and what differs', () => {
  for (const row of rows) {
    const [, fact = '', grade = '', source = '', code = '', , difference = ''] = row.cells;
    const file = code.replaceAll('`', '');

    expect(row.cells, fact).toHaveLength(7);
    expect(GRADES, fact).toContain(grade);
    expect(fact && source && difference, fact).not.toBe('');
    expect(existsSync(file.startsWith('local/') ? file : path.join(CODE, file)), code).toBe(true);
    expect(testsOf(row).length, fact).toBeGreaterThan(0);
  }
});

test('every test a row names exists under that title', () => {
  for (const row of rows) {
    for (const { file, title } of testsOf(row)) {
      expect(existsSync(path.join(TESTS, file)), `${row.point}: ${file}`).toBe(true);
      expect([...titlesOf(file)], `${row.point}: ${file}`).toContain(title);
    }
  }
});
