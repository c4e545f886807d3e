import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Column } from '../pipeline/batch.ts';
import { columnOf, encodeAll } from '../pipeline/test-pipeline.ts';
import { csvForm } from '../sql/copy-forms.ts';
import { createByteSource } from '../sql/copy-to-fifo.ts';
import { countRows } from '../sql/count.ts';
import type { SqlSession } from '../sql/session.ts';
import { allBytes, encoderOptions, testQuery, testSession } from '../sql/test-session.ts';
import { createCsvEncoder, type CsvOptions } from './csv-bytes.ts';
import { readWorkbook, writeWorkbook } from './xlsx/test-support.ts';

/** The cells that spreadsheets are known to ruin or run, in both dialects, by both writers, against golden files. */

const CELLS = [
  '-5',
  '+44 20 7946 0958',
  '=1+1',
  '@x',
  '\tleading tab',
  '0012',
  '1234567890123456789',
  '😀',
  'say "hi"',
  'two\nlines',
];
/** What a spreadsheet would have run has an apostrophe before it; what parses as a number has not. */
const GUARDED = CELLS.map((cell) => (/^[=@\t]|^\+44/.test(cell) ? `'${cell}` : cell));
const COLUMNS: Column[] = [{ name: 'cell', type: 'STRING' }];
const NAMES = { RFC4180: 'rfc4180', EXCEL: 'excel' } as const;

let session: SqlSession & AsyncDisposable;
beforeAll(async () => (session = await testSession()));
afterAll(() => session[Symbol.asyncDispose]());

function golden(dialect: CsvOptions['dialect']): Buffer {
  return readFileSync(new URL(`golden/cells.${NAMES[dialect]}.csv`, import.meta.url));
}

async function bySql(csv: CsvOptions): Promise<Buffer> {
  const list = CELLS.map((cell) => `'${cell.replaceAll("'", "''")}'`).join(', ');
  const sql = `SELECT cell FROM (SELECT unnest([${list}]) AS cell, unnest(range(${CELLS.length})) AS n) ORDER BY n`;
  const query = await testQuery(session, sql, COLUMNS);
  const form = csvForm(csv, encoderOptions(COLUMNS));
  const rowsExpected = await countRows(session, query);
  const source = createByteSource({ session, query, form, rowsExpected });
  return allBytes(source.bytes(AbortSignal.timeout(20_000)));
}

describe.each(['RFC4180', 'EXCEL'] as const)('%s', (dialect) => {
  test('rows made in TypeScript are the golden file', async () => {
    const { bytes } = await encodeAll(createCsvEncoder({ dialect }), COLUMNS, [columnOf(CELLS)]);

    expect(bytes.toString()).toBe(golden(dialect).toString());
  });

  test('another reader finds the values in it, and in the file that DuckDB writes', async () => {
    const values = dialect === 'EXCEL' ? GUARDED : CELLS;

    expect(parse(golden(dialect), { bom: true }).flat()).toEqual(['cell', ...values]);
    expect(parse(await bySql({ dialect }), { bom: true }).flat()).toEqual(['cell', ...values]);
  });
});

test('in a workbook all of them are texts, unchanged, and none a formula', async () => {
  const rows = CELLS.map((cell) => [cell]);
  const workbook = await readWorkbook((await writeWorkbook({ columns: COLUMNS, rows })).file);
  const column = workbook.worksheets[0]?.getColumn(1).values.slice(2);

  expect(column).toEqual(CELLS);
});
