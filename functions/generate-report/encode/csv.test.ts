import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvEncoder } from './csv.ts';

test('quotes only what needs it and ends lines with CRLF', () => {
  const text = csvEncoder.rows([['plain', 'a,b', 'say "hi"', 'two\nlines', '', null, 12.5, true]]);

  expect(text).toBe('plain,"a,b","say ""hi""","two\nlines","",,12.5,true\r\n');
});

test('writes the column names as the first line', () => {
  const head = csvEncoder.head([
    { name: 'Date', type: 'DATE' },
    { name: 'Item, kind', type: 'STRING' },
  ]);

  expect(head).toBe('Date,"Item, kind"\r\n');
});

test('any text can be read back by the rules of RFC 4180', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (cells) => {
      expect(readLine(csvEncoder.rows([cells]))).toEqual(cells);
    }),
  );
});

/** A reader written from the standard's grammar, not from the encoder. */
function readLine(text: string): string[] {
  const cells: string[] = [];
  let rest = text;
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"/.exec(rest);
    const cell = quoted ?? /^[^",\r\n]*/.exec(rest);
    if (!cell) throw new Error(`not a field: ${rest}`);
    cells.push(quoted ? (quoted[1] ?? '').replaceAll('""', '"') : cell[0]);
    rest = rest.slice(cell[0].length);
    if (rest === '\r\n') return cells;
    if (!rest.startsWith(',')) throw new Error(`not a separator: ${rest}`);
    rest = rest.slice(1);
  }
}
