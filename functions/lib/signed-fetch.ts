import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';

/** Where and as whom to sign. */
export interface SigningOptions {
  readonly service: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

/** SHA-256 or, with a secret, HMAC-SHA-256, in the shape the signer asks for. */
function createSha256(secret?: Parameters<typeof createHmac>[1]) {
  const hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  return {
    update: (chunk: string | Uint8Array) => void hash.update(chunk),
    digest: () => Promise.resolve(new Uint8Array(hash.digest())),
    reset: () => undefined,
  };
}

// The signer calls `new` on what it is given; a plain function returning an object serves.
const Sha256 = function (secret?: Parameters<typeof createHmac>[1]) {
  return createSha256(secret);
} as unknown as ConstructorParameters<typeof SignatureV4>[0]['sha256'];

/** Posts JSON signed with Signature Version 4; resolves with the response whatever its status. */
export async function signedPost(
  url: string,
  body: string,
  { service, region, credentials }: SigningOptions,
  signal?: AbortSignal,
): Promise<Response> {
  const { host, hostname, pathname, protocol } = new URL(url);
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
  const { headers } = await signer.sign({
    method: 'POST',
    protocol,
    hostname,
    path: pathname,
    headers: { host, 'content-type': 'application/json' },
    body,
  });
  const { host: _signed, ...sent } = headers;
  return fetch(url, { method: 'POST', headers: sent, body, signal: signal ?? null });
}
