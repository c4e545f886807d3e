import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../../../../host.ts';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BASE_62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** KSUIDs count seconds from 13 May 2014. */
// documented: https://github.com/segmentio/ksuid
const KSUID_EPOCH_SECONDS = 1_400_000_000;
const KSUID_CHARACTERS = 27;

/** The three identifiers `util` can make. */
// documented: https://docs.aws.amazon.com/appsync/latest/devguide/built-in-util-js.html
export function createIdentifiers(clock: Clock) {
  return {
    /** A random UUID (version 4). */
    autoId: (): string => randomUUID(),
    /** A ULID: 10 characters of time in milliseconds, 16 random ones. */
    // documented: https://github.com/ulid/spec
    autoUlid: (): string =>
      digits(BigInt(clock.now()), CROCKFORD, 10) + digits(randomNumber(10), CROCKFORD, 16),
    /** A KSUID: 4 bytes of time in seconds and 16 random bytes, as 27 characters. */
    autoKsuid(): string {
      const seconds = BigInt(Math.floor(clock.now() / 1000) - KSUID_EPOCH_SECONDS);
      return digits((seconds << 128n) | randomNumber(16), BASE_62, KSUID_CHARACTERS);
    },
  };
}

function randomNumber(byteCount: number): bigint {
  return BigInt(`0x${randomBytes(byteCount).toString('hex')}`);
}

function digits(value: bigint, alphabet: string, count: number): string {
  const base = BigInt(alphabet.length);
  let text = '';
  let rest = value;
  for (let at = 0; at < count; at += 1) {
    text = alphabet.charAt(Number(rest % base)) + text;
    rest /= base;
  }
  return text;
}
