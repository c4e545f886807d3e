import { Buffer } from 'node:buffer';
import { put } from '../byte-cells.ts';

/** The most bytes one UTF-16 unit of text can become: `_x000D_`. */
export const MAX_BYTES_PER_CHARACTER = 7;

const UNDERSCORE = 0x5f;
/** 1 for the ASCII characters that stand in XML text as they are; `_` is looked at more closely. */
const PLAIN = Uint8Array.from({ length: 128 }, (_, code) =>
  (code >= 0x20 || code === 0x09 || code === 0x0a) && !'&<>_'.includes(String.fromCharCode(code))
    ? 1
    : 0,
);
const ENTITIES: Readonly<Record<number, Buffer>> = {
  0x26: Buffer.from('&amp;'),
  0x3c: Buffer.from('&lt;'),
  0x3e: Buffer.from('&gt;'),
};
const LOOKS_ESCAPED = /^_x[0-9a-f]{1,4}[_\u0000-\u0008\u000b-\u001f\ud800-\udfff\ufffe\uffff]/i;
const HEX = Buffer.from('0123456789ABCDEF');

/**
 * Writes the first `length` UTF-16 units as XML text in UTF-8; returns the offset after them.
 * What XML cannot hold (control characters, half surrogates, U+FFFE, U+FFFF), and a carriage return, which XML would
 * turn into a line feed, becomes `_xHHHH_`; text that looks like such an escape is escaped itself.
 * Takes at most `length * MAX_BYTES_PER_CHARACTER` bytes.
 */
// documented: ISO/IEC 29500-1, 22.9.2.19 ST_Xstring
export function putText(buffer: Buffer, offset: number, text: string, length: number): number {
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) {
      if (PLAIN[code] === 1) buffer[offset++] = code;
      else offset = putSpecial(buffer, offset, text, i, length);
    } else if (code < 0x800) {
      buffer[offset++] = 0xc0 | (code >> 6);
      buffer[offset++] = 0x80 | (code & 0x3f);
    } else if (code >= 0xd800 && code < 0xe000) {
      const low = i + 1 < length ? text.charCodeAt(i + 1) : 0;
      if (code < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
        offset = putSupplementary(buffer, offset, code, low);
        i++;
      } else {
        offset = putEscape(buffer, offset, code);
      }
    } else if (code >= 0xfffe) {
      offset = putEscape(buffer, offset, code);
    } else {
      buffer[offset++] = 0xe0 | (code >> 12);
      buffer[offset++] = 0x80 | ((code >> 6) & 0x3f);
      buffer[offset++] = 0x80 | (code & 0x3f);
    }
  }
  return offset;
}

/** `text` as XML text, by the same rules as `putText`. */
export function xmlText(text: string): string {
  const buffer = Buffer.allocUnsafe(text.length * MAX_BYTES_PER_CHARACTER);
  return buffer.toString('utf8', 0, putText(buffer, 0, text, text.length));
}

function putSpecial(buffer: Buffer, offset: number, text: string, at: number, length: number) {
  const code = text.charCodeAt(at);
  const entity = ENTITIES[code];
  if (entity) return put(buffer, offset, entity);
  if (code === UNDERSCORE && !looksEscaped(text, at, length)) {
    buffer[offset++] = UNDERSCORE;
    return offset;
  }
  return putEscape(buffer, offset, code);
}

/** Whether an underscore begins what a reader would take for an escape, by itself or with the one after it. */
// observed: 2026-11, LibreOffice 7.4 takes one to four digits for an escape, where the standard has four.
function looksEscaped(text: string, at: number, length: number): boolean {
  return LOOKS_ESCAPED.test(text.slice(at, Math.min(length, at + 7)));
}

function putEscape(buffer: Buffer, offset: number, code: number): number {
  buffer[offset++] = UNDERSCORE;
  buffer[offset++] = 0x78;
  for (let shift = 12; shift >= 0; shift -= 4) {
    buffer[offset++] = HEX[(code >> shift) & 0xf] as number;
  }
  buffer[offset++] = UNDERSCORE;
  return offset;
}

function putSupplementary(buffer: Buffer, offset: number, high: number, low: number): number {
  const point = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
  buffer[offset++] = 0xf0 | (point >> 18);
  buffer[offset++] = 0x80 | ((point >> 12) & 0x3f);
  buffer[offset++] = 0x80 | ((point >> 6) & 0x3f);
  buffer[offset++] = 0x80 | (point & 0x3f);
  return offset;
}
