import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

/** The tables of docs/fidelity.md tell of code and tests that are there, and leave out no point. */

const TABLES = [
  // Its facts have no numbers.
  { heading: 'IAM, fact by fact', points: 0, code: 'local/services/aws', tests: 'test/contract' },
  {
    heading: 'AppSync, point by point',
    points: 48,
    code: 'local/services/appsync',
    tests: 'test/contract',
  },
  {
    heading: 'Lambda, S3, DynamoDB, Cognito and schedules, point by point',
    points: 39,
    code: 'local/services',
    tests: 'test/contract/services',
  },
  {
    heading: 'Athena and Glue, point by point',
    points: 23,
    code: 'local/services',
    tests: 'test/contract/services',
  },
];
const GRADES = ['documented', 'observed', 'assumed'];

interface Row {
  readonly point: string;
  readonly cells: readonly string[];
}

const document = readFileSync('docs/fidelity.md', 'utf8');

function rowsOf(heading: string): Row[] {
  const [, after = ''] = document.split(`## ${heading}\n`);
  const [section = ''] = after.split('\n## ');
  return section
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

/** A path from the root of the repository, or one below `folder`. */
function locate(folder: string, file: string): string {
  return /^(local|test)\//.test(file) ? file : path.join(folder, file);
}

/** `file`: title, as the test column has them. */
function testsOf({ cells }: Row): { file: string; title: string }[] {
  return (cells[5] ?? '').split('<br>').map((entry) => {
    const [, file = '', title = ''] = /^`([^`]+)`: (.+)$/.exec(entry) ?? [];
    return { file, title };
  });
}

// A title in quotes, as a test's own or after the table of `test.each`.
const TITLE = /(?:\b(?:test|it|localOnly)\(|\](?: as const)?\)\()\s*(['"`])(.*?)\1,/g;
const titles = new Map<string, ReadonlySet<string>>();
/** The titles of a test file, with its escapes and its Markdown taken as the table writes them. */
function titlesOf(file: string): ReadonlySet<string> {
  const known = titles.get(file);
  if (known) return known;
  const text = readFileSync(file, 'utf8');
  const found = [...text.matchAll(TITLE)].map(([, , title = '']) => title.replaceAll("\\'", "'"));
  titles.set(file, new Set(found));
  return new Set(found);
}

describe.each(TABLES)('$heading', ({ heading, points, code: codeFolder, tests }) => {
  const rows = rowsOf(heading);

  test('every point has a row', () => {
    const numbered = rows.map(({ point }) => point).filter((point) => point !== '–');

    expect(numbered).toEqual(Array.from({ length: points }, (_, n) => String(n + 1)));
  });

  test('every row has a fact, a grade, a source, code that exists, a test and what differs', () => {
    for (const row of rows) {
      const [, fact = '', grade = '', source = '', code = '', , difference = ''] = row.cells;

      expect(row.cells, fact).toHaveLength(7);
      expect(GRADES, fact).toContain(grade);
      expect(fact && source && difference, fact).not.toBe('');
      expect(existsSync(locate(codeFolder, code.replaceAll('`', ''))), code).toBe(true);
      expect(testsOf(row).length, fact).toBeGreaterThan(0);
    }
  });

  test('every test a row names exists under that title', () => {
    for (const row of rows) {
      for (const { file, title } of testsOf(row)) {
        const place = locate(tests, file);
        expect(existsSync(place), `${row.point}: ${file}`).toBe(true);
        expect([...titlesOf(place)], `${row.point}: ${file}`).toContain(title);
      }
    }
  });
});

test('every fact that is documented or observed names where: a page, an issue, a repository, a version, a date', () => {
  const fact = /^\s*(?:\/\/|\*)\s*(?:documented|observed): (.*)$/;
  const source =
    /https?:\/\/|#\d+|\b20\d{2}\b|\b\d+\.\d+\.\d+\b|[\w.-]+\/[\w.-]+|the same (page|snapshots)/i;

  const sourceless = globSync('local/services/**/*.{ts,mjs}').flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, index) => {
        const [, text] = fact.exec(line) ?? [];
        return text === undefined || source.test(text) ? [] : [`${file}:${index + 1} ${text}`];
      }),
  );

  expect(sourceless).toEqual([]);
});
