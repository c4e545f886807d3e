import { expect, test } from 'vitest';
import {
  FILE_CHOICES,
  fileInWords,
  fileOrderOf,
  optionsInWords,
  type FileDraft,
} from './file-format.ts';

const draft: FileDraft = { file: 'csv', delimiter: ';', gzip: true, timeZone: 'Europe/Berlin' };

test('only the options of the chosen format are ordered', () => {
  const timeZone = 'Europe/Berlin';

  expect(fileOrderOf(draft)).toEqual({
    format: 'CSV',
    csv: { dialect: 'RFC4180', delimiter: ';' },
    gzip: true,
    timeZone,
  });
  expect(fileOrderOf({ ...draft, file: 'csvForExcel' })).toEqual({
    format: 'CSV',
    csv: { dialect: 'EXCEL', delimiter: ';' },
    timeZone,
  });
  expect(fileOrderOf({ ...draft, file: 'jsonl' })).toEqual({
    format: 'JSONL',
    gzip: true,
    timeZone,
  });
  expect(fileOrderOf({ ...draft, file: 'xlsx' })).toEqual({ format: 'XLSX', timeZone });
});

test('a file is named by its format and by what is not as usual', () => {
  const named = FILE_CHOICES.map(({ value }) =>
    fileInWords(fileOrderOf({ ...draft, file: value, delimiter: ',', gzip: false })),
  );

  expect(named).toEqual(FILE_CHOICES.map(({ label }) => label));
  expect(fileInWords(fileOrderOf(draft))).toBe('CSV, semicolon, gzip');
  expect(fileInWords({ format: 'CSV', csv: { dialect: 'EXCEL', delimiter: '\t' } })).toBe(
    'CSV for Excel, tab',
  );
  expect(fileInWords({})).toBe('CSV');
});

test('the line that stands for the options names those that apply', () => {
  expect(optionsInWords({ ...draft, gzip: false })).toBe(
    'semicolon, not compressed, Europe/Berlin',
  );
  expect(optionsInWords({ ...draft, file: 'jsonl' })).toBe('gzip, Europe/Berlin');
  expect(optionsInWords({ ...draft, file: 'pdf', timeZone: 'America/New_York' })).toBe(
    'America/New York',
  );
});
