import { Buffer } from 'node:buffer';
import type { Batch, Column, Vector } from '../../pipeline/batch.ts';
import { ReportError } from '../../errors.ts';
import { createTimeZone } from '../../pipeline/time-zone.ts';
import { MAX_DAYS, writeDate, writePlainTimestamp } from '../byte-dates.ts';
import { writeBigDecimal, writeDecimal, writeInteger, writePadded } from '../byte-numbers.ts';
import { put } from '../byte-cells.ts';
import { cellReference } from './references.ts';
import { MAX_EXACT_NUMBER, MAX_TEXT_CHARACTERS } from './limits.ts';
import type { Counts } from './notices.ts';
import { DAY_MS, hasSerial, writeSerial } from './serials.ts';
import { STYLE, type Styles } from './styles.ts';
import type { XmlArea } from './xml-area.ts';
import { MAX_BYTES_PER_CHARACTER, putText } from './xml-bytes.ts';

/** Room for a cell of a fixed size: its tags, reference, style and 17 digits. */
const CELL_BYTES = 128;
/** The last moment that is one in every zone. */
const MAX_EPOCH_MS = (MAX_DAYS - 1) * DAY_MS;
const POINT = 0x2e;

const ROW_OPEN = Buffer.from('<row r="');
const ROW_CLOSE = Buffer.from('</row>');
const TAG_CLOSE = Buffer.from('">');
const NUMBER_CLOSE = Buffer.from('</v></c>');
const TEXT_CLOSE = Buffer.from('</t></is></c>');
const TEXT_OPEN = inlineText('<t>');
const TEXT_OPEN_SPACED = inlineText('<t xml:space="preserve">');
const QUOTED_OPEN = inlineText('<t>', STYLE.quoted);
const QUOTED_OPEN_SPACED = inlineText('<t xml:space="preserve">', STYLE.quoted);
const RIGHT_OPEN = inlineText('<t>', STYLE.textRight);
const TRUE = Buffer.from(`" s="${STYLE.boolean}" t="b"><v>1</v></c>`);
const FALSE = Buffer.from(`" s="${STYLE.boolean}" t="b"><v>0</v></c>`);
/** What a spreadsheet would take for a formula when the cell is edited; the last four are the full-width forms. */
const FORMULA_STARTS = new Set(Array.from('=+-@\t\r＝＋－＠', (start) => start.charCodeAt(0)));

/** Writes the cell of one row, `reference` and all; nothing for a null. */
type PutCell = (area: XmlArea, row: number) => void;
type Numbers = Exclude<Vector['values'], readonly (string | null)[]>;

export interface RowWriter {
  /** The rows to come are this batch's. */
  open(batch: Batch): void;
  /** Writes one row of the batch as row `sheetRow`, counted from 1, of the sheet. */
  write(area: XmlArea, row: number, sheetRow: number): void;
}

export interface RowWriterOptions {
  readonly columns: readonly Column[];
  readonly timeZone: string;
  readonly styles: Styles;
  /** Counted up for each cell that could not be written as it is. */
  readonly counts: Counts;
}

/** Writes rows as typed cells: numbers, serial dates and booleans as such, texts as inline strings, never a formula. */
export function createRowWriter({
  columns,
  timeZone,
  styles,
  counts,
}: RowWriterOptions): RowWriter {
  const zone = createTimeZone(timeZone);
  const letters = columns.map((_, column) => Buffer.from(`<c r="${cellReference(column)}`));
  const numberOpens = columns.map((column) => Buffer.from(`" s="${styleOf(column)}"><v>`));
  const millisecondsOpen = Buffer.from(`" s="${STYLE.milliseconds}"><v>`);
  const rowBytes = 64 + columns.length * CELL_BYTES;
  const digits = Buffer.alloc(8);
  let digitCount = 0;
  let cells: PutCell[] = [];

  return { open, write };

  function open(batch: Batch): void {
    cells = columns.map((column, at) => {
      const vector = batch.vectors[at];
      if (vector === undefined) throw new Error(`No vector for column ${at}.`);
      return cellOf(column, vector, at);
    });
  }

  function write(area: XmlArea, row: number, sheetRow: number): void {
    area.ensure(rowBytes);
    digitCount = writeInteger(digits, 0, sheetRow);
    let offset = put(area.buffer, area.offset, ROW_OPEN);
    offset = putRowDigits(area.buffer, offset);
    area.offset = put(area.buffer, offset, TAG_CLOSE);
    for (const cell of cells) cell(area, row);
    area.ensure(rowBytes);
    area.offset = put(area.buffer, area.offset, ROW_CLOSE);
  }

  function putRowDigits(buffer: Buffer, offset: number): number {
    for (let i = 0; i < digitCount; i++) buffer[offset++] = digits[i] as number;
    return offset;
  }

  function cellOf(column: Column, { values, nulls }: Vector, at: number): PutCell {
    if (column.type === 'STRING') {
      if (!isTexts(values)) throw new Error(`Column ${at} has no texts.`);
      return (area, row) => {
        const text = values[row];
        if (text !== null && text !== undefined && nulls?.[row] !== 1) putTextCell(area, at, text);
      };
    }
    if (isTexts(values)) throw new Error(`Column ${at} has no numbers.`);
    const putCell = numberCellOf(column, values, at);
    return nulls ? (area, row) => void (nulls[row] === 1 || putCell(area, row)) : putCell;
  }

  function numberCellOf(column: Column, values: Numbers, at: number): PutCell {
    switch (column.type) {
      case 'BOOLEAN':
        return (area, row) => putFixed(area, at, values[row] ? TRUE : FALSE);
      case 'DATE':
        return (area, row) => putDate(area, at, dayOf(column, values[row]));
      case 'TIMESTAMP':
        return (area, row) => putMoment(area, at, momentOf(column, values[row]));
      default: {
        const { scale = 0 } = column;
        return (area, row) => putNumber(area, at, scale, exact(column, values[row]));
      }
    }
  }

  function putReference(buffer: Buffer, offset: number, at: number): number {
    return putRowDigits(buffer, put(buffer, offset, letters[at] as Buffer));
  }

  function putFixed(area: XmlArea, at: number, rest: Buffer): void {
    area.offset = put(area.buffer, putReference(area.buffer, area.offset, at), rest);
  }

  function putTextCell(area: XmlArea, at: number, text: string): void {
    let { length } = text;
    if (length > MAX_TEXT_CHARACTERS) {
      counts.textCut++;
      length = cutLength(text);
    }
    area.ensure(rowBytes + length * MAX_BYTES_PER_CHARACTER);
    const { buffer } = area;
    let offset = putReference(buffer, area.offset, at);
    const quoted = FORMULA_STARTS.has(text.charCodeAt(0));
    const spaced = text.charCodeAt(0) <= 0x20 || text.charCodeAt(length - 1) <= 0x20;
    offset = put(
      buffer,
      offset,
      quoted ? (spaced ? QUOTED_OPEN_SPACED : QUOTED_OPEN) : spaced ? TEXT_OPEN_SPACED : TEXT_OPEN,
    );
    offset = putText(buffer, offset, text, length);
    area.offset = put(buffer, offset, TEXT_CLOSE);
  }

  function putNumber(area: XmlArea, at: number, scale: number, value: number | bigint): void {
    area.ensure(rowBytes + scale);
    const { buffer } = area;
    let offset = putReference(buffer, area.offset, at);
    if (value > MAX_EXACT_NUMBER || value < -MAX_EXACT_NUMBER) {
      counts.numberAsText++;
      offset = put(buffer, offset, RIGHT_OPEN);
      offset = writeBigDecimal(buffer, offset, BigInt(value), scale);
      area.offset = put(buffer, offset, TEXT_CLOSE);
    } else {
      offset = put(buffer, offset, numberOpens[at] as Buffer);
      offset = writeDecimal(buffer, offset, Number(value), scale);
      area.offset = put(buffer, offset, NUMBER_CLOSE);
    }
  }

  function putDate(area: XmlArea, at: number, day: number): void {
    if (hasSerial(day)) return putSerial(area, at, numberOpens[at] as Buffer, day, 0);
    const offset = openDateText(area, at);
    area.offset = put(area.buffer, writeDate(area.buffer, offset, day), TEXT_CLOSE);
  }

  function putMoment(area: XmlArea, at: number, epochMs: number): void {
    const localMs = epochMs + zone.offsetMs(epochMs);
    const day = Math.floor(localMs / DAY_MS);
    const ms = localMs - day * DAY_MS;
    const isWhole = ms % 1000 === 0;
    if (hasSerial(day)) {
      const open = isWhole ? (numberOpens[at] as Buffer) : millisecondsOpen;
      return putSerial(area, at, open, day, ms);
    }
    const { buffer } = area;
    let offset = writePlainTimestamp(buffer, openDateText(area, at), epochMs, zone);
    if (!isWhole) {
      buffer[offset] = POINT;
      offset = writePadded(buffer, offset + 1, ms % 1000, 3);
    }
    area.offset = put(buffer, offset, TEXT_CLOSE);
  }

  function putSerial(area: XmlArea, at: number, open: Buffer, day: number, ms: number): void {
    const { buffer } = area;
    let offset = put(buffer, putReference(buffer, area.offset, at), open);
    offset = writeSerial(buffer, offset, day, ms);
    area.offset = put(buffer, offset, NUMBER_CLOSE);
  }

  function openDateText({ buffer, offset }: XmlArea, at: number): number {
    counts.dateAsText++;
    return put(buffer, putReference(buffer, offset, at), TEXT_OPEN);
  }

  function styleOf({ type, scale = 0 }: Column): number {
    if (type === 'DECIMAL') return styles.decimal(scale);
    if (type === 'DATE') return STYLE.date;
    return type === 'TIMESTAMP' ? STYLE.seconds : STYLE.integer;
  }
}

/** How much of a text fits a cell, without half a character at its end. */
export function cutLength(text: string): number {
  const last = text.charCodeAt(MAX_TEXT_CHARACTERS - 1);
  return last >= 0xd800 && last < 0xdc00 ? MAX_TEXT_CHARACTERS - 1 : MAX_TEXT_CHARACTERS;
}

function exact({ name }: Column, value: number | bigint | undefined): number | bigint {
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return value as number | bigint;
  throw unfit(name, 'a whole number');
}

function dayOf({ name }: Column, value: number | bigint | undefined): number {
  const day = Number(value);
  if (Number.isInteger(day) && day <= MAX_DAYS && day >= -MAX_DAYS) return day;
  throw unfit(name, 'a date');
}

function momentOf({ name }: Column, value: number | bigint | undefined): number {
  const epochMs = Math.floor(Number(value));
  if (epochMs <= MAX_EPOCH_MS && epochMs >= -MAX_EPOCH_MS) return epochMs;
  throw unfit(name, 'a timestamp');
}

function unfit(column: string, what: string): ReportError {
  return new ReportError('INVALID_DATA', `A value of column ${column} is not ${what}.`);
}

function isTexts(values: Vector['values']): values is readonly (string | null)[] {
  return Array.isArray(values);
}

function inlineText(open: string, style = 0): Buffer {
  return Buffer.from(`"${style ? ` s="${style}"` : ''} t="inlineStr"><is>${open}`);
}
