import { createPublicKey, verify } from 'node:crypto';
import type { JsonWebKeyWithId } from '../types.ts';

/** A token's parts, read but not checked. */
export interface Jwt {
  readonly kid: string;
  readonly claims: Readonly<Record<string, unknown>>;
  /** What the signature covers. */
  readonly signedText: string;
  readonly signature: Buffer;
  readonly algorithm: string;
}

/** Reads a compact JWT; undefined when the text is none. */
export function readJwt(token: string): Jwt | undefined {
  const [header = '', payload = '', signature = '', ...more] = token.split('.');
  if (more.length > 0 || signature === '') return undefined;
  const head = readPart(header);
  const claims = readPart(payload);
  if (typeof head?.alg !== 'string' || claims === undefined) return undefined;
  return {
    kid: typeof head.kid === 'string' ? head.kid : '',
    claims,
    signedText: `${header}.${payload}`,
    signature: Buffer.from(signature, 'base64url'),
    algorithm: head.alg,
  };
}

/** Whether `key` made the token's signature; only RS256, which is what Cognito signs with. */
export function isSignedBy(jwt: Jwt, key: JsonWebKeyWithId): boolean {
  if (jwt.algorithm !== 'RS256') return false;
  try {
    const publicKey = createPublicKey({ key: { ...key, kty: 'RSA' }, format: 'jwk' });
    return verify('RSA-SHA256', Buffer.from(jwt.signedText), publicKey, jwt.signature);
  } catch {
    // A key that cannot be read has signed nothing.
    return false;
  }
}

function readPart(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isRecord ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
