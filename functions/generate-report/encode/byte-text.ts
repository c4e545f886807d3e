/** Texts up to this long are written by a loop, longer ones by a call: about where the two take equally long on Node 24. */
const SHORT = 20;

/** For each ASCII character 1 where it may stand in a text as it is, else 0. */
export function plainCharacters(isPlain: (character: string) => boolean): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) => Number(isPlain(String.fromCharCode(code))));
}

/**
 * Writes a short text in UTF-8, at most three bytes a UTF-16 unit; gives the offset behind it. -1 when it is long, or
 * has surrogates or a character that is not plain: what was written is then to be written over.
 */
export function writeShortText(
  buffer: Buffer,
  offset: number,
  text: string,
  plain: Uint8Array,
): number {
  const { length } = text;
  if (length > SHORT) return -1;
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x80) {
      if (plain[code] === 0) return -1;
      buffer[offset++] = code;
    } else if (code < 0x800) {
      buffer[offset++] = 0xc0 | (code >> 6);
      buffer[offset++] = 0x80 | (code & 0x3f);
    } else {
      if (code >= 0xd800 && code <= 0xdfff) return -1;
      buffer[offset++] = 0xe0 | (code >> 12);
      buffer[offset++] = 0x80 | ((code >> 6) & 0x3f);
      buffer[offset++] = 0x80 | (code & 0x3f);
    }
  }
  return offset;
}
