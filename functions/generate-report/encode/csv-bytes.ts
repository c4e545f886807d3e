import type { Column } from '../pipeline/batch.ts';
import type { CreateEncoder, Encoder, EncoderOptions, Out, Warning } from '../pipeline/encoder.ts';
import { createTimeZone, type TimeZone } from '../pipeline/time-zone.ts';
import { writeIsoTimestamp, writePlainTimestamp } from './byte-dates.ts';
import { put, type RowFormat } from './byte-cells.ts';
import { createRowWriter } from './byte-rows.ts';
import { type CsvCounts, createCsvText, type CsvDelimiter } from './csv-text.ts';

export interface CsvOptions {
  /**
   * RFC4180: plain, for programs; timestamps in ISO 8601 with their offset. EXCEL: for spreadsheets; a byte order
   * mark, names for people, timestamps as their clocks show them, and texts that would be formulas made harmless.
   */
  readonly dialect: 'RFC4180' | 'EXCEL';
  /** A comma when absent. */
  readonly delimiter?: CsvDelimiter;
  /** Whether the column names are the first line; they are when absent. */
  readonly header?: boolean;
}

const encode = (text: string): Uint8Array => Buffer.from(text);
const NOTHING = encode('');
const BYTE_ORDER_MARK = encode('\uFEFF');
const LINE_END = encode('\r\n');
/** Of UTF-8, and of a doubled quote. */
const MOST_BYTES_PER_UNIT = 3;

/**
 * CSV in UTF-8 with CRLF, quotes only where needed. A null is an empty cell, an empty text a quoted one; where a
 * null would be an empty line, in a file of one column, it is quoted too, since readers leave empty lines out.
 * documented: https://www.rfc-editor.org/rfc/rfc4180
 */
export function createCsvEncoder(csv: CsvOptions): CreateEncoder {
  return (options) => createEncoder(csv, options);
}

function createEncoder(csv: CsvOptions, { columns, facts }: EncoderOptions): Encoder {
  const { delimiter = ',', header = true } = csv;
  const isForExcel = csv.dialect === 'EXCEL';
  const zone = createTimeZone(facts.timeZone);
  let counts: CsvCounts = { formulas: 0, unpaired: 0, longNumbers: 0, milliseconds: 0 };
  const text = createCsvText({ delimiter, guardsFormulas: isForExcel }, () => counts);
  const write = createRowWriter(columns, rowFormat());

  return {
    contentType: 'text/csv; charset=utf-8',
    extension: 'csv',
    begin,
    write,
    end() {
      // Nothing stands after the last row.
    },
    warnings: () => warningsOf(counts, isForExcel),
    save: () => ({ counts }),
    restore: (state) => void (counts = { ...(state as { counts: CsvCounts }).counts }),
  };

  function begin(out: Out): void {
    if (isForExcel) putInto(out, BYTE_ORDER_MARK);
    if (!header) return;
    columns.forEach((column, index) => {
      const name = isForExcel ? nameForPeople(column, zone) : column.name;
      if (index > 0) putInto(out, encode(delimiter));
      out.ensure(name.length * MOST_BYTES_PER_UNIT + 8);
      out.offset = text(out.buffer, out.offset, name);
    });
    putInto(out, LINE_END);
  }

  function rowFormat(): RowFormat {
    return {
      before: columns.map((_, index) => (index === 0 ? NOTHING : encode(delimiter))),
      missing: columns.length === 1 ? encode('""') : NOTHING,
      dateQuote: 0,
      rowEnd: LINE_END,
      yes: encode(isForExcel ? 'TRUE' : 'true'),
      no: encode(isForExcel ? 'FALSE' : 'false'),
      bytesPerUnit: MOST_BYTES_PER_UNIT,
      text,
      timestamp: isForExcel ? timestampForExcel : isoTimestamp,
      longNumber: () => void counts.longNumbers++,
    };
  }

  function isoTimestamp(buffer: Buffer, offset: number, values: Float64Array, row: number) {
    return writeIsoTimestamp(buffer, offset, values[row] as number, zone);
  }

  function timestampForExcel(buffer: Buffer, offset: number, values: Float64Array, row: number) {
    const epochMs = values[row] as number;
    if (epochMs % 1000 !== 0) counts.milliseconds++;
    return writePlainTimestamp(buffer, offset, epochMs, zone);
  }
}

function putInto(out: Out, bytes: Uint8Array): void {
  out.ensure(bytes.length);
  out.offset = put(out.buffer, out.offset, bytes);
}

/** Timestamps without an offset say in the header whose clock they show. */
function nameForPeople({ name, label = name, type }: Column, zone: TimeZone): string {
  return type === 'TIMESTAMP' ? `${label} (${zone.name})` : label;
}

function warningsOf(counts: CsvCounts, isForExcel: boolean): Warning[] {
  const all: Warning[] = [
    {
      code: 'FORMULA_GUARDED',
      message: 'Texts that a spreadsheet would have run as formulas begin with an apostrophe.',
      count: counts.formulas,
    },
    {
      code: 'TEXT_REPLACED',
      message: 'Characters that were only half there were replaced, as UTF-8 cannot have them.',
      count: counts.unpaired,
    },
    {
      code: 'LONG_NUMBERS',
      message:
        'Numbers of more than 15 digits are exact in the file, but a spreadsheet shows them rounded. The XLSX format keeps them.',
      count: isForExcel ? counts.longNumbers : 0,
    },
    {
      code: 'MILLISECONDS_DROPPED',
      message: 'Timestamps were cut to whole seconds. The RFC4180 dialect keeps milliseconds.',
      count: counts.milliseconds,
    },
  ];
  return all.filter(({ count }) => count > 0);
}
