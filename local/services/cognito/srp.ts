/**
 * The server's half of Cognito's SRP-6a. Numbers are hashed as Java's `BigInteger.toByteArray()` writes them.
 * observed: the official client's computation (aws-amplify 6.22.1, `providers/cognito/utils/srp`), run against this file.
 */
import {
  createDiffieHellmanGroup,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

// The 3072-bit prime of RFC 3526 (group 15), which RFC 5054 repeats; Cognito pairs it with the generator 2.
const prime = BigInt(`0x${createDiffieHellmanGroup('modp15').getPrime('hex')}`);
const generator = 2n;
const multiplier = toNumber(sha256(signedBytes(prime), signedBytes(generator)));

const saltBytes = 16;
// 256 bits: the least RFC 5054 §2.6 allows for an ephemeral key.
const ephemeralBytes = 32;
const sessionKeyBytes = 16;
const maxHexDigits = 1024;

/** What is stored instead of a password; both are hexadecimal. */
export interface Verifier {
  readonly salt: string;
  readonly verifier: string;
}

/** A new salt and the verifier of `password` for a pool's user; `poolId` as in `us-east-1_AbCdEfGhI`. */
export function createVerifier(poolId: string, username: string, password: string): Verifier {
  const salt = randomBytes(saltBytes).toString('hex');
  return { salt, verifier: computeVerifier(poolId, username, password, salt) };
}

/** Whether `password` is the one behind `stored`; takes as long when it is not. */
export function matchesPassword(
  poolId: string,
  username: string,
  password: string,
  stored: Verifier,
): boolean {
  const computed = computeVerifier(poolId, username, password, stored.salt);
  return isSame(Buffer.from(computed), Buffer.from(stored.verifier));
}

/** The server's ephemeral pair for one attempt: `b` stays secret, `srpB` goes to the client. Hexadecimal. */
export function createEphemeral(verifier: string): { b: string; srpB: string } {
  const b = toNumber(randomBytes(ephemeralBytes));
  const srpB = (multiplier * fromHex(verifier) + power(generator, b)) % prime;
  return { b: b.toString(16), srpB: srpB.toString(16) };
}

/** Whether `srpA` is a number SRP allows: hexadecimal, and not a multiple of the prime. */
export function isValidSrpA(srpA: string): boolean {
  if (!/^[0-9a-f]+$/i.test(srpA) || srpA.length > maxHexDigits) return false;
  return fromHex(srpA) % prime !== 0n;
}

/** One attempt as both sides saw it; numbers are hexadecimal. */
export interface SrpAttempt {
  readonly poolId: string;
  readonly username: string;
  readonly verifier: string;
  readonly srpA: string;
  readonly b: string;
  /** As sent to the client, base64. */
  readonly secretBlock: string;
  /** As the client wrote it. */
  readonly timestamp: string;
  /** The client's claim, base64. */
  readonly signature: string;
}

/** Whether the client proved that it knows the password. */
export function provesPassword(attempt: SrpAttempt): boolean {
  const expected = createHmac('sha256', sessionKey(attempt))
    .update(poolNameOf(attempt.poolId))
    .update(attempt.username)
    .update(Buffer.from(attempt.secretBlock, 'base64'))
    .update(attempt.timestamp)
    .digest();
  return isSame(expected, Buffer.from(attempt.signature, 'base64'));
}

function sessionKey({ verifier, srpA, b }: SrpAttempt): Buffer {
  const A = fromHex(srpA);
  const v = fromHex(verifier);
  const secret = fromHex(b);
  const B = (multiplier * v + power(generator, secret)) % prime;
  const u = toNumber(sha256(signedBytes(A), signedBytes(B)));
  const shared = power((A * power(v, u)) % prime, secret);
  return Buffer.from(
    hkdfSync('sha256', signedBytes(shared), signedBytes(u), 'Caldera Derived Key', sessionKeyBytes),
  );
}

function computeVerifier(poolId: string, username: string, password: string, salt: string): string {
  const identity = sha256(Buffer.from(`${poolNameOf(poolId)}${username}:${password}`));
  const x = toNumber(sha256(signedBytes(fromHex(salt)), identity));
  return power(generator, x).toString(16);
}

function poolNameOf(poolId: string): string {
  return poolId.slice(poolId.indexOf('_') + 1);
}

/** base^exponent mod prime. */
function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % prime;
    if (bit === '1') result = (result * base) % prime;
  }
  return result;
}

/** The shortest two's-complement bytes of a number that is not negative: a zero byte keeps the sign bit clear. */
function signedBytes(value: bigint): Buffer {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
}

function fromHex(hex: string): bigint {
  return BigInt(`0x${hex}`);
}

function toNumber(bytes: Buffer): bigint {
  return fromHex(bytes.toString('hex'));
}

function sha256(...parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
