import { plainCharacters, writeShortText } from './byte-text.ts';

/** What separates the cells of a line; none of them occurs in a number or a date. */
export type CsvDelimiter = ',' | ';' | '\t' | '|';

/** What was changed or will be shown differently, counted. */
export interface CsvCounts {
  formulas: number;
  unpaired: number;
  longNumbers: number;
  milliseconds: number;
}

export interface CsvTextOptions {
  readonly delimiter: CsvDelimiter;
  readonly guardsFormulas: boolean;
}

const DELIMITERS: ReadonlySet<string> = new Set([',', ';', '\t', '|']);
const QUOTE = 0x22;
/**
 * What a spreadsheet takes for a formula's beginning, the full-width forms of = + - @ included.
 * documented: https://owasp.org/www-community/attacks/CSV_Injection
 */
const FORMULA_START = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/** A writer of CSV texts into bytes, three bytes a UTF-16 unit at most and five more; quotes only where needed. */
export function createCsvText(
  { delimiter, guardsFormulas }: CsvTextOptions,
  counts: () => CsvCounts,
): (buffer: Buffer, offset: number, text: string) => number {
  if (!DELIMITERS.has(delimiter)) throw new RangeError(`${delimiter} cannot separate CSV cells.`);
  const needsQuotes = new RegExp(`["\\r\\n${delimiter}]`);
  // Surrogates too: a text that has them may lack one of a pair.
  const needsCare = new RegExp(`["\\r\\n${delimiter}\\ud800-\\udfff]`);
  const plain = plainCharacters((character) => !needsQuotes.test(character));
  const harmless = plainCharacters((character) => !FORMULA_START.test(character));
  return write;

  function write(buffer: Buffer, offset: number, text: string): number {
    if (text === '') return quoted(buffer, offset, text);
    // Beyond ASCII the table has nothing, and the text is looked at.
    if (guardsFormulas && harmless[text.charCodeAt(0)] !== 1 && isFormula(text)) {
      counts().formulas++;
      return quoted(buffer, offset, `'${text}`);
    }
    const end = writeShortText(buffer, offset, text, plain);
    return end >= 0 ? end : long(buffer, offset, text);
  }

  function long(buffer: Buffer, offset: number, text: string): number {
    if (!needsCare.test(text)) return offset + buffer.write(text, offset);
    if (needsQuotes.test(text)) return quoted(buffer, offset, text);
    return utf8(buffer, offset, text);
  }

  function quoted(buffer: Buffer, offset: number, text: string): number {
    buffer[offset] = QUOTE;
    const doubled = text.includes('"') ? text.replaceAll('"', '""') : text;
    offset = utf8(buffer, offset + 1, doubled);
    buffer[offset] = QUOTE;
    return offset + 1;
  }

  function utf8(buffer: Buffer, offset: number, text: string): number {
    if (!text.isWellFormed()) counts().unpaired++;
    return offset + buffer.write(text, offset);
  }
}

/** Numbers are left alone, with their sign. */
function isFormula(text: string): boolean {
  return FORMULA_START.test(text) && !NUMBER.test(text);
}
