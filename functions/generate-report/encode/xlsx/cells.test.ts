import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entryOf, readWorkbook, throughExcelJs, writeWorkbook } from './test-support.ts';

const DAY_MS = 86_400_000;

test('text that looks like a formula is text, and stays so when its cell is edited', async () => {
  const texts = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '＝1', '=HYPERLINK("http://x","y")'];
  const cells = await throughExcelJs('STRING', texts);
  const { file } = await writeWorkbook({
    columns: [{ name: 'Value', type: 'STRING' }],
    rows: texts.map((text) => [text]),
  });
  const xml = entryOf(file, 'xl/worksheets/sheet1.xml').toString();

  expect(cells.map(({ value }) => value)).toEqual(texts);
  expect(cells.map(({ formula }) => formula as unknown)).toEqual(texts.map(() => undefined));
  expect(xml).not.toContain('<f');
  expect(xml.match(/ s="7" t="inlineStr"/g)).toHaveLength(texts.length);
});

test('any text is read back as it was', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.string({
      unit: fc.constantFrom(
        '_',
        'x',
        '0',
        'D',
        '\r',
        '\n',
        ' ',
        '&',
        '<',
        ']',
        '>',
        '\u0000',
        '\ud83d',
        '\ude00',
        '\uffff',
      ),
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 20 }), async (some) => {
      const texts = [
        ...some,
        '_x005F\r',
        '_x0041_',
        '_x0041_x0042_',
        'a_xF_',
        '_x1\u0001',
        ' x ',
        '\ud83d',
        'a\r\nb\tc',
      ];
      const cells = await throughExcelJs('STRING', texts);

      expect(cells.map(({ text }) => decodeXstring(text))).toEqual(texts);
    }),
    { numRuns: 60 },
  );
});

test('an empty text is a cell, a null is none', async () => {
  const { file } = await writeWorkbook({
    columns: [{ name: 'Value', type: 'STRING' }],
    rows: [[''], [null]],
  });
  const xml = entryOf(file, 'xl/worksheets/sheet1.xml').toString();

  expect(xml).toContain(
    '<row r="2"><c r="A2" t="inlineStr"><is><t></t></is></c></row><row r="3"></row>',
  );
});

test('any number of up to 15 digits is read back as it was', async () => {
  const number = fc.tuple(
    fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }),
    fc.integer({ min: 0, max: 20 }),
  );
  await fc.assert(
    fc.asyncProperty(number, async ([unscaled, scale]) => {
      const [cell] = await throughExcelJs('DECIMAL', [unscaled, BigInt(unscaled)], { scale });

      expect(cell?.value).toBe(Number(`${unscaled}e-${scale}`));
    }),
    { numRuns: 60 },
  );
});

test('longer numbers are text with every digit, and counted', async () => {
  const columns = [
    { name: 'Id', type: 'INTEGER' },
    { name: 'Amount', type: 'DECIMAL', scale: 4 },
  ] as const;
  const rows = [
    [999_999_999_999_999n, -999_999_999_999_999n],
    [1_000_000_000_000_000n, -9_223_372_036_854_775_808n],
  ];
  const { file, warnings } = await writeWorkbook({ columns, rows });
  const sheet = (await readWorkbook(file)).worksheets[0];

  expect(sheet?.getRow(2).values).toEqual([, 999_999_999_999_999, -99_999_999_999.9999]);
  expect(sheet?.getRow(3).values).toEqual([, '1000000000000000', '-922337203685477.5808']);
  expect(warnings).toMatchObject([{ code: 'NUMBER_AS_TEXT', count: 2 }]);
});

test('any moment is shown as the clocks of the zone show it, to the millisecond', async () => {
  const zone = new Intl.DateTimeFormat('en-CA', {
    timeZone: 'Europe/Brussels',
    dateStyle: 'short',
    timeStyle: 'medium',
    hourCycle: 'h23',
  });
  const moment = fc.integer({ min: Date.UTC(1901, 0, 1), max: Date.UTC(2100, 0, 1) });
  await fc.assert(
    fc.asyncProperty(fc.array(moment, { minLength: 1, maxLength: 50 }), async (moments) => {
      const cells = await throughExcelJs('TIMESTAMP', moments);

      const shown = cells.map(({ value }) => (value as Date).toISOString());
      const expected = moments.map((at) => {
        const ms = String(((at % 1000) + 1000) % 1000).padStart(3, '0');
        return `${zone.format(at).replace(', ', 'T')}.${ms}Z`;
      });
      expect(shown).toEqual(expected);
    }),
    { numRuns: 30 },
  );
});

test('dates are never shifted, whatever the zone', async () => {
  const days = ['1900-03-01', '1970-01-01', '2026-03-29', '9999-12-31'];
  for (const timeZone of ['Pacific/Kiritimati', 'Pacific/Niue']) {
    const { file } = await writeWorkbook({
      columns: [{ name: 'Day', type: 'DATE' }],
      rows: days.map((text) => [day(text)]),
      facts: { timeZone },
    });
    const sheet = (await readWorkbook(file)).worksheets[0];
    const read = days.map((_, row) => (sheet?.getCell(row + 2, 1).value as Date).toISOString());

    expect(read).toEqual(days.map((text) => `${text}T00:00:00.000Z`));
  }
});

test('dates Excel does not have are text, and counted', async () => {
  const { file, warnings } = await writeWorkbook({
    columns: [
      { name: 'Day', type: 'DATE' },
      { name: 'Moment', type: 'TIMESTAMP' },
    ],
    rows: [
      [day('1900-02-28'), Date.UTC(1899, 11, 31, 12, 0, 0, 7)],
      [day('9999-12-31') + 1, Date.UTC(10_000, 0, 1)],
    ],
    facts: { timeZone: 'UTC' },
  });
  const sheet = (await readWorkbook(file)).worksheets[0];

  expect(sheet?.getRow(2).values).toEqual([, '1900-02-28', '1899-12-31 12:00:00.007']);
  expect(sheet?.getRow(3).values).toEqual([, '+010000-01-01', '+010000-01-01 00:00:00']);
  expect(warnings).toMatchObject([{ code: 'DATE_AS_TEXT', count: 4 }]);
});

test('longer texts are cut where a cell ends, whole characters only, and counted', async () => {
  const { file, warnings } = await writeWorkbook({
    columns: [{ name: 'Value', type: 'STRING' }],
    rows: [['x'.repeat(32_767)], ['y'.repeat(40_000)], [`${'z'.repeat(32_766)}🙂`]],
  });
  const workbook = await readWorkbook(file);
  const lengths = [2, 3, 4].map((row) => workbook.worksheets[0]?.getCell(row, 1).text.length);

  expect(lengths).toEqual([32_767, 32_767, 32_766]);
  expect(warnings).toMatchObject([{ code: 'TEXT_CUT', count: 2 }]);
  expect(workbook.worksheets[1]?.getSheetValues().flat()).toContain('TEXT_CUT');
});

test('a value its column cannot have is INVALID_DATA, not a broken file', async () => {
  const write = (type: 'INTEGER' | 'TIMESTAMP' | 'DATE', value: number): Promise<unknown> =>
    writeWorkbook({ columns: [{ name: 'Value', type }], rows: [[value]] });

  await expect(write('INTEGER', NaN)).rejects.toMatchObject({ code: 'INVALID_DATA' });
  await expect(write('INTEGER', 1.5)).rejects.toMatchObject({ code: 'INVALID_DATA' });
  await expect(write('TIMESTAMP', Infinity)).rejects.toMatchObject({ code: 'INVALID_DATA' });
  await expect(write('DATE', 200_000_000)).rejects.toMatchObject({ code: 'INVALID_DATA' });
});

/** By the letter of the standard; exceljs does it for shared strings only, Excel and LibreOffice for all. */
function decodeXstring(text: string): string {
  return text.replace(/_x([0-9A-F]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function day(text: string): number {
  return Date.parse(`${text}T00:00:00Z`) / DAY_MS;
}
