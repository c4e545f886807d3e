import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  type KeyObject,
} from 'node:crypto';
import type { JsonWebKeyWithId } from '../appsync/types.ts';

// documented: https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html (RS256; two keys, one for each kind of token)
const modulusBits = 2048;
// assumed: the documentation shows a base64 text that ends in an equals sign
const keyIdBytes = 32;

/** A key pair as it is kept on disk. */
export interface StoredSigningKey {
  readonly kid: string;
  readonly privateKeyPem: string;
}

/** A key pair ready for use. */
export interface SigningKey {
  readonly kid: string;
  readonly publicKey: KeyObject;
  /** The JWKS entry. */
  readonly jwk: JsonWebKeyWithId;
  /** A compact JWS of `claims`, RS256. */
  sign(claims: Readonly<Record<string, unknown>>): string;
}

/** Makes an RSA key pair; takes some tens to hundreds of milliseconds, so it is done once per pool. */
export function generateSigningKey(): StoredSigningKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: modulusBits });
  return {
    kid: randomBytes(keyIdBytes).toString('base64'),
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** Prepares a stored key pair. */
export function loadSigningKey({ kid, privateKeyPem }: StoredSigningKey): SigningKey {
  const privateKey = createPrivateKey(privateKeyPem);
  const publicKey = createPublicKey(privateKey);
  const { e, n } = publicKey.export({ format: 'jwk' });
  const header = encodePart({ kid, alg: 'RS256' });
  return {
    kid,
    publicKey,
    jwk: { alg: 'RS256', e, kid, kty: 'RSA', n, use: 'sig' },
    sign(claims) {
      const signed = `${header}.${encodePart(claims)}`;
      return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), privateKey).toString('base64url')}`;
    },
  };
}

function encodePart(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
