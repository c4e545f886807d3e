const CROCKFORD_BASE32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_CHARACTERS = 10; // 50 bits, of which a 48-bit time in milliseconds uses the low ones
const RANDOM_CHARACTERS = 16; // 80 bits

/** A ULID: sorts by `nowMs` as text, and two made in the same millisecond differ by 80 random bits. */
export function makeReportId(nowMs: number = Date.now()): string {
  let id = '';
  for (let rest = nowMs, i = 0; i < TIME_CHARACTERS; i += 1) {
    id = CROCKFORD_BASE32.charAt(rest % 32) + id;
    rest = Math.floor(rest / 32);
  }
  // 256 is a multiple of 32: no character is likelier than another.
  for (const byte of crypto.getRandomValues(new Uint8Array(RANDOM_CHARACTERS))) {
    id += CROCKFORD_BASE32.charAt(byte % 32);
  }
  return id;
}
