import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Credentials } from '../../aws/credentials.ts';
import type { Clock } from '../../../host.ts';
import type { SignRequest } from './http.ts';

/** What the data source's `AwsIamConfig` and role give. */
export interface SigningConfig {
  readonly region: string;
  readonly service: string;
  readonly credentials: Credentials;
}

/** Signs with AWS's own signer. */
// documented: https://docs.aws.amazon.com/appsync/latest/devguide/tutorial-http-resolvers-js.html (AuthorizationConfig AWS_IAM)
export function createRequestSigner(config: SigningConfig, clock: Clock): SignRequest {
  const { region, service, credentials } = config;
  const signer = new SignatureV4({
    region,
    service,
    credentials,
    sha256: Sha256 as unknown as ConstructorParameters<typeof SignatureV4>[0]['sha256'],
  });
  return async (endpoint, { method, path, query, headers, body }) => {
    const { headers: signed } = await signer.sign(
      {
        method,
        protocol: endpoint.protocol,
        hostname: endpoint.hostname,
        path: path.split('?', 1)[0] ?? path,
        query: { ...query },
        headers: { ...headers, host: endpoint.host },
        body,
      },
      { signingDate: new Date(clock.now()) },
    );
    return signed;
  };
}

function Sha256(secret?: string) {
  const hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  return {
    update: (chunk: string | Uint8Array) => void hash.update(chunk),
    digest: () => Promise.resolve(new Uint8Array(hash.digest())),
  };
}
