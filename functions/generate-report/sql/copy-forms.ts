import { createCsvEncoder, type CsvOptions } from '../encode/csv-bytes.ts';
import type { CsvCounts } from '../encode/csv-text.ts';
import { createJsonLinesEncoder } from '../encode/json-lines.ts';
import type { Column } from '../pipeline/batch.ts';
import type { Encoder, EncoderOptions, Warning } from '../pipeline/encoder.ts';
import { createOut } from '../pipeline/out.ts';
import { counted } from './count.ts';
import {
  isFormula,
  isLongNumber,
  isoDateTime,
  localDateTime,
  losesMilliseconds,
} from './expressions.ts';
import type { WriteColumn } from './projection.ts';
import { literal } from './text.ts';

/** How DuckDB writes a file of one format by COPY. */
export interface CopyForm {
  readonly contentType: string;
  readonly extension: string;
  /** The byte rows end with; null when they cannot be told apart. */
  readonly rowEnd: number | null;
  /** What stands before the bytes DuckDB writes. */
  readonly head: Buffer;
  /** COPY's options. */
  readonly options: string;
  readonly write: WriteColumn;
  /** Whether `write` counts what it changes, so that counting must be started. */
  readonly counts: boolean;
  warnings(counts: CsvCounts): readonly Warning[];
}

const LINE_FEED = 0x0a;
const HEAD_BYTES = 64 * 1024;
const AS_IT_IS: WriteColumn = (_column, value) => value;

/**
 * CSV as `createCsvEncoder` writes it, down to the header and the warnings. Two freedoms of the format differ:
 * texts with a `#` are quoted, guarded ones only where they need it.
 */
export function csvForm(csv: CsvOptions, options: EncoderOptions): CopyForm {
  const encoder = createCsvEncoder(csv)(options);
  const isForExcel = csv.dialect === 'EXCEL';
  const { timeZone } = options.facts;
  const isAlone = options.columns.length === 1;
  return {
    ...form(encoder),
    options: `FORMAT csv, HEADER false, NEW_LINE '\\r\\n', DELIMITER ${literal(csv.delimiter ?? ',')}`,
    write(column, value) {
      const written = isForExcel ? forExcel(column, value, timeZone) : forPrograms(column, value);
      // An empty text is quoted, a null would be an empty line.
      return isAlone ? `coalesce((${written})::VARCHAR, '')` : written;
    },
    counts: isForExcel,
  };

  function forPrograms({ type }: Column, value: string): string {
    return type === 'TIMESTAMP' ? isoDateTime(value, timeZone) : value;
  }
}

/** JSON Lines as `createJsonLinesEncoder` writes them. */
export function jsonLinesForm(options: EncoderOptions): CopyForm {
  const { timeZone } = options.facts;
  return {
    ...form(createJsonLinesEncoder(options)),
    options: 'FORMAT json',
    write: ({ type }, value) => (type === 'TIMESTAMP' ? isoDateTime(value, timeZone) : value),
  };
}

/** Parquet: timestamps are instants, so no time zone is applied. */
export function parquetForm(): CopyForm {
  return {
    // documented: https://www.iana.org/assignments/media-types/application/vnd.apache.parquet
    contentType: 'application/vnd.apache.parquet',
    extension: 'parquet',
    rowEnd: null,
    head: Buffer.alloc(0),
    options: 'FORMAT parquet, COMPRESSION zstd',
    write: AS_IT_IS,
    counts: false,
    warnings: () => [],
  };
}

/** What a form shares with the encoder of its format. */
function form(encoder: Encoder): Omit<CopyForm, 'options' | 'write'> {
  const out = createOut(HEAD_BYTES);
  void encoder.begin(out); // writes at once in both formats
  return {
    contentType: encoder.contentType,
    extension: encoder.extension,
    rowEnd: LINE_FEED,
    head: out.buffer.subarray(0, out.offset),
    counts: false,
    warnings(counts) {
      encoder.restore?.({ counts });
      return encoder.warnings();
    },
  };
}

/** The value as a spreadsheet takes it; what is changed by that, or will be shown differently, is counted. */
function forExcel(column: Column, value: string, timeZone: string): string {
  switch (column.type) {
    case 'BOOLEAN':
      return `upper(${value}::VARCHAR)`;
    case 'TIMESTAMP': {
      const written = localDateTime(value, timeZone);
      return unless(losesMilliseconds(value), written, counted('milliseconds', written));
    }
    case 'STRING':
      return unless(isFormula(value), value, counted('formulas', `'''' || ${value}`));
    case 'INTEGER':
    case 'DECIMAL':
      return unless(isLongNumber(column, value), value, counted('longNumbers', value));
    case 'DATE':
      return value;
  }
}

function unless(isSpecial: string, usual: string, special: string): string {
  return `CASE WHEN ${isSpecial} THEN ${special} ELSE ${usual} END`;
}
