import type { Column } from '../pipeline/batch.ts';
import type { CreateEncoder, EncoderOptions } from '../pipeline/encoder.ts';
import { createTimeZone } from '../pipeline/time-zone.ts';
import { writeIsoTimestamp } from './byte-dates.ts';
import { createRowWriter } from './byte-rows.ts';
import { plainCharacters, writeShortText } from './byte-text.ts';

const encode = (text: string): Uint8Array => Buffer.from(text);
const QUOTE = 0x22;
/** Of an escaped control character. */
const MOST_BYTES_PER_UNIT = 6;
/** What JSON escapes, and surrogates, which may lack one of a pair. */
const NEEDS_CARE = /["\\\u0000-\u001f\ud800-\udfff]/;
const PLAIN = plainCharacters((character) => !NEEDS_CARE.test(character));

/**
 * JSON Lines: an object a line, in UTF-8, keys in column order. Numbers have all their digits, which a reader must
 * not lose to a double; dates and timestamps are texts of ISO 8601, timestamps with their zone's offset.
 * documented: https://jsonlines.org
 */
export const createJsonLinesEncoder: CreateEncoder = ({ columns, facts }: EncoderOptions) => {
  const zone = createTimeZone(facts.timeZone);
  const write = createRowWriter(columns, {
    before: columns.map(keyOf),
    rowEnd: encode('}\n'),
    missing: encode('null'),
    dateQuote: QUOTE,
    yes: encode('true'),
    no: encode('false'),
    bytesPerUnit: MOST_BYTES_PER_UNIT,
    text: writeText,
    timestamp: (buffer, offset, values, row) =>
      writeIsoTimestamp(buffer, offset, values[row] as number, zone),
    longNumber() {
      // They are exact here.
    },
  });
  return {
    contentType: 'application/jsonl; charset=utf-8',
    extension: 'jsonl',
    begin() {
      // Every line stands for itself.
    },
    write,
    end() {
      // Nothing stands after the last row.
    },
    warnings: () => [],
    save: () => null,
    restore() {
      // Nothing is carried from row to row.
    },
  };
};

function keyOf({ name }: Column, index: number): Uint8Array {
  return encode(`${index === 0 ? '{' : ','}${JSON.stringify(name)}:`);
}

function writeText(buffer: Buffer, offset: number, text: string): number {
  buffer[offset] = QUOTE;
  let end = writeShortText(buffer, offset + 1, text, PLAIN);
  if (end < 0) {
    // JSON.stringify escapes a surrogate without a partner, which UTF-8 could not have.
    if (NEEDS_CARE.test(text)) return offset + buffer.write(JSON.stringify(text), offset);
    end = offset + 1 + buffer.write(text, offset + 1);
  }
  buffer[end] = QUOTE;
  return end + 1;
}
