import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Headers of a POST to STS's query protocol, signed by AWS's own signer. */
export function signForm(url: URL, body: string, region: string, keys: Keys) {
  return sign(url, body, 'application/x-www-form-urlencoded', { service: 'sts', region, keys });
}

/** Headers of a POST to a GraphQL API. */
export function signGraphql(url: URL, body: string, region: string, keys: Keys) {
  return sign(url, body, 'application/json', { service: 'appsync', region, keys });
}

async function sign(
  url: URL,
  body: string,
  contentType: string,
  { service, region, keys }: { service: string; region: string; keys: Keys },
): Promise<Record<string, string>> {
  const signer = new SignatureV4({
    service,
    region,
    credentials: keys,
    sha256: Sha256 as unknown as ConstructorParameters<typeof SignatureV4>[0]['sha256'],
  });
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    headers: { host: url.host, 'content-type': contentType },
    body,
  });
  const { host: _signed, ...sent } = headers;
  return sent;
}

function Sha256(secret?: string) {
  const hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  return {
    update: (chunk: string | Uint8Array) => void hash.update(chunk),
    digest: () => Promise.resolve(new Uint8Array(hash.digest())),
  };
}
