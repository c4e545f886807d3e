import { constants, createPublicKey, verify } from 'node:crypto';
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

/** What Cognito signs with. */
export const RS256_ONLY: readonly string[] = ['RS256'];
/** What an OpenID Connect provider may sign with. */
// assumed: the public-key families of RFC 7518; HMAC would need a secret, which AppSync is never given
export const PUBLIC_KEY_ALGORITHMS: readonly string[] = ['RS', 'PS', 'ES'].flatMap((family) =>
  ['256', '384', '512'].map((bits) => family + bits),
);

/** Whether `key` made the token's signature, by one of `algorithms`. */
export function isSignedBy(
  jwt: Jwt,
  key: JsonWebKeyWithId,
  algorithms: readonly string[] = RS256_ONLY,
): boolean {
  const { algorithm } = jwt;
  if (!algorithms.includes(algorithm)) return false;
  try {
    const kty = algorithm.startsWith('ES') ? 'EC' : 'RSA';
    const publicKey = createPublicKey({ key: { ...key, kty }, format: 'jwk' });
    const padding = algorithm.startsWith('PS') ? { padding: constants.RSA_PKCS1_PSS_PADDING } : {};
    const options = { key: publicKey, dsaEncoding: 'ieee-p1363' as const, ...padding };
    const hash = `sha${algorithm.slice(2)}`;
    return verify(hash, Buffer.from(jwt.signedText), options, jwt.signature);
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
