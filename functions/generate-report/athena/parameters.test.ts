import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { SqlParameter } from '../sql/parameters.ts';
import { toLiteral, toPositions } from './parameters.ts';

/** Literals are held against DuckDB, whose texts, numbers and dates are written like Athena's. */

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect();
});

async function evaluate(sql: string): Promise<unknown[]> {
  return (await connection.runAndReadAll(`SELECT ${sql}`)).getRowsJson()[0] as unknown[];
}

describe('toLiteral', () => {
  test('a text is that text and one value, whatever it has in it', async () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.array(fc.constantFrom("'", "''", '"', '\\', '--', '/*', ';', '?', '$x', '\n', 'a'), {
        maxLength: 12,
      }),
    );
    await fc.assert(
      fc.asyncProperty(texts, async (given) => {
        const value = [given].flat().join('').replaceAll('\0', '');
        expect(await evaluate(toLiteral({ type: 'VARCHAR', value }))).toEqual([value]);
      }),
    );
  });

  test.each<[SqlParameter, string]>([
    [{ type: 'VARCHAR', value: null }, 'NULL'],
    [{ type: 'VARCHAR', value: "O'Hare" }, "'O''Hare'"],
    [{ type: 'DATE', value: '2001-02-28' }, "DATE '2001-02-28'"],
    [{ type: 'BIGINT', value: 9_007_199_254_740_991 }, '9007199254740991'],
    [{ type: 'BIGINT', value: -1 }, '-1'],
    [{ type: 'BOOLEAN', value: false }, 'false'],
    [{ type: 'DOUBLE', value: 0.1 }, '1e-1'],
    [{ type: 'DOUBLE', value: 100 }, '1e+2'],
  ])('%j is %s', (parameter, literal) => {
    expect(toLiteral(parameter)).toBe(literal);
  });

  test('a number with a fraction is read back exactly', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ noNaN: true, noDefaultInfinity: true }), async (value) => {
        const [read] = await evaluate(`CAST(${toLiteral({ type: 'DOUBLE', value })} AS DOUBLE)`);
        expect(Number(read) === value).toBe(true);
      }),
    );
  });

  test('what Athena would not take is refused', () => {
    const long = { type: 'VARCHAR', value: 'x'.repeat(1025) } as const;

    expect(() => toLiteral(long)).toThrow(
      'A text of the report is too long: 1027 characters, quotes included, where 1024 are possible.',
    );
    expect(() => toLiteral({ type: 'DOUBLE', value: Infinity })).toThrow(RangeError);
  });
});

describe('toPositions', () => {
  const PARAMETERS = {
    from: { type: 'DATE', value: '2001-01-01' },
    state: { type: 'VARCHAR', value: 'CA' },
  } as const;

  test('a parameter has its value at each place, in the order of the text', () => {
    const query = 'SELECT 1 WHERE $state = s AND d > $from AND ($state IS NULL)';

    expect(toPositions(query, PARAMETERS)).toEqual({
      sql: 'SELECT 1 WHERE ? = s AND d > ? AND (? IS NULL)',
      values: ["'CA'", "DATE '2001-01-01'", "'CA'"],
    });
  });

  test.each([
    ["SELECT '$from it''s $state'"],
    ['SELECT "$from"'],
    ['SELECT 1 -- $from\n'],
    ['SELECT 1 /* $from\n $state */'],
  ])('nothing is a parameter in %j', (query) => {
    expect(toPositions(query, PARAMETERS)).toEqual({ sql: query, values: [] });
  });

  test('a parameter that has no value is a mistake of the kind', () => {
    expect(() => toPositions('SELECT $constructor', PARAMETERS)).toThrow(
      'The query of this kind of report has a mistake.',
    );
  });
});
