/** For tests only: a user pool's key pair and the tokens it signs. */
import { createSign, generateKeyPairSync } from 'node:crypto';
import type { AuthProvider, JsonWebKeyWithId } from '../types.ts';

/** A user pool that exists only in a test. */
export interface TestPool {
  readonly issuer: string;
  readonly key: JsonWebKeyWithId;
  readonly provider: Extract<AuthProvider, { mode: 'AMAZON_COGNITO_USER_POOLS' }>;
  /** A signed token; `claims` are added to those of an access token that ends in an hour. */
  sign(claims?: Record<string, unknown>, header?: Record<string, unknown>): string;
}

/** A pool with a new RSA key. */
export function createTestPool(
  issuer = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_test',
): TestPool {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = { ...publicKey.export({ format: 'jwk' }), kid: 'key-1', alg: 'RS256', use: 'sig' };
  const encode = (value: unknown): string =>
    Buffer.from(JSON.stringify(value)).toString('base64url');
  return {
    issuer,
    key,
    provider: {
      mode: 'AMAZON_COGNITO_USER_POOLS',
      issuer,
      keys: () => [key],
      defaultAction: 'ALLOW',
    },
    sign(claims, header) {
      const exp = Math.floor(Date.now() / 1000) + 3600;
      const head = encode({ kid: key.kid, alg: 'RS256', ...header });
      const body = encode({
        sub: 'user-1',
        iss: issuer,
        token_use: 'access',
        client_id: 'client',
        username: 'ann',
        exp,
        ...claims,
      });
      const signature = createSign('RSA-SHA256')
        .update(`${head}.${body}`)
        .sign(privateKey, 'base64url');
      return `${head}.${body}.${signature}`;
    },
  };
}
