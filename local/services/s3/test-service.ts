/** A running S3 service on a free port and the real SDK's client for it; for tests. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { silentLog, systemClock } from '../../host.ts';
import { createCredentialStore } from '../aws/credentials.ts';
import { createS3Service, type S3Service, type S3ServiceOptions } from './service.ts';

export const region = 'eu-central-1';
export const bucketName = 'reports';
const root = { accessKeyId: 'root', secretAccessKey: 'secret' };

// The SDK warns on the console of what some tests do on purpose.
export const quiet = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

export interface TestService extends AsyncDisposable {
  readonly client: S3Client;
  readonly service: S3Service;
  readonly url: string;
  readonly port: number;
  readonly directory: string;
  /** Another client of the same service. */
  connect(config?: S3ClientConfig): S3Client;
  /** Where the bytes of objects and parts lie, one file each. */
  readonly blobDirectory: string;
}

/** Starts a service with one bucket; a directory that is given survives it. */
export async function startTestService(
  options: Partial<S3ServiceOptions> = {},
): Promise<TestService> {
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 's3-')));
  const service = createS3Service({
    directory,
    credentials: createCredentialStore('000000000000', root),
    clock: systemClock,
    region,
    log: silentLog,
    ...options,
  });
  service.createBucket({ name: bucketName, corsRules: [] });
  const server = createServer((request, response) => void service.handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const clients: S3Client[] = [];
  const connect = (config: S3ClientConfig = {}): S3Client => {
    const client = new S3Client({
      endpoint: url,
      region,
      credentials: root,
      maxAttempts: 1,
      logger: quiet,
      ...config,
    });
    clients.push(client);
    return client;
  };
  return {
    service,
    url,
    port,
    directory,
    connect,
    client: connect(),
    blobDirectory: join(directory, bucketName, 'blobs'),
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.destroy();
      await service[Symbol.asyncDispose]();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (options.directory === undefined) await rm(directory, { recursive: true, force: true });
    },
  };
}
