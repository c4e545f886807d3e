import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyCheckout, followRecipe, readCommands, readRecipe } from '../support/recipe.ts';
import { runNode } from '../support/run-process.ts';
import { startProcess, type StartedProcess } from '../support/start-process.ts';

/** CONTRIBUTING.md's own words, followed in a copy of the repository, make a new kind of report. */

const DOCUMENT = 'CONTRIBUTING.md';
const HEADING = 'For example: the busiest routes';
const require = createRequire(import.meta.url);

let copy: string;
let cloud: StartedProcess | undefined;

beforeAll(async () => {
  copy = await mkdtemp(path.join(tmpdir(), 'recipe-'));
  await copyCheckout(copy);
});

afterAll(async () => {
  await cloud?.end('SIGKILL');
  await rm(copy, { recursive: true, force: true });
});

test('adding a kind by the recipe touches one type, one kind and its line; the report is right', async () => {
  const changes = await readRecipe(DOCUMENT, HEADING);
  expect(new Set(changes.map(({ file }) => file))).toEqual(
    new Set([
      'schema/schema.graphql',
      'functions/generate-report/kinds/sql/routes/query.sql',
      'functions/generate-report/kinds/sql/routes/routes.ts',
      'functions/generate-report/kinds/sql/catalogue.ts',
    ]),
  );
  await followRecipe(copy, changes);
  const [codegen, report = ''] = await readCommands(DOCUMENT, HEADING);
  expect(codegen).toBe('npm run codegen');
  const generator = require
    .resolve('@graphql-codegen/cli/package.json')
    .replace(/package\.json$/, 'esm/bin.js');
  const generated = await runNode([generator, '--config', 'codegen.yml'], { cwd: copy });
  expect(generated.output).not.toContain('Error');
  expect(generated.code).toBe(0);

  cloud = await startProcess([], copy);
  const words = report.replace('npm run report -- ', '').split(' ');
  const ordered = await runNode(['client/cli.ts', ...words, '--url', cloud.apiOrigin], {
    cwd: copy,
  });
  expect(ordered.output).toContain('Done');

  const lines = (await readFile(path.join(copy, 'routes.csv'), 'utf8')).trimEnd().split('\r\n');
  expect(lines[0]).toBe('From,To,Flights,Median delay');
  expect(lines.slice(1)).toEqual(await routesByAnotherQuery());
});

/** The same question in other words, straight from the package's file. */
async function routesByAnotherQuery(): Promise<string[]> {
  const flights = path.join(
    path.dirname(require.resolve('vega-datasets')),
    '../data/flights-3m.parquet',
  );
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(
    `SELECT origin, destination, n::INTEGER, printf('%.1f', median(delay)) FROM (
       SELECT origin, destination, delay, count(*) OVER (PARTITION BY origin, destination) AS n
       FROM '${flights}' WHERE date::DATE BETWEEN DATE '2001-01-01' AND DATE '2001-01-31')
     WHERE n >= 500 GROUP BY origin, destination, n ORDER BY n DESC, origin, destination`,
  );
  const rows = reader.getRowsJson() as (string | number)[][];
  return rows.map((row) => row.join(','));
}
