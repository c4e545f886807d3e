/** Athena, Glue and S3 on a free port, and the real SDK's clients for them; for tests. */
import { createServer } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AthenaClient } from '@aws-sdk/client-athena';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { silentLog, systemClock } from '../../host.ts';
import { createCredentialStore, type Credentials } from '../aws/credentials.ts';
import { controlOf } from '../aws/iam/test-control.ts';
import type { PolicyStatement } from '../aws/iam/types.ts';
import type { EventEntry } from '../events/entry.ts';
import { createGlueCatalog } from '../glue/catalog.ts';
import { createGlueApi } from '../glue/glue-api.ts';
import type { GlueTable } from '../glue/types.ts';
import { createS3Service } from '../s3/service.ts';
import { createAthenaService, type AthenaServiceOptions } from './service.ts';
import type { WorkGroup } from './types.ts';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';
export const BUCKET = 'measurements';
export const DATABASE = 'measurements';
export const WORK_GROUP = 'contract';
const ROOT = { accessKeyId: 'root', secretAccessKey: 'secret' };

export interface TestOptions extends Partial<AthenaServiceOptions> {
  readonly tables?: readonly GlueTable[];
  readonly workGroups?: readonly WorkGroup[];
  /** Of the one role there is. */
  readonly statements?: readonly PolicyStatement[];
}

/** Starts them with a bucket, a database and a work group; a directory that is given survives them. */
export async function startTestService(options: TestOptions = {}) {
  const directory = options.directory ?? (await mkdtemp(path.join(tmpdir(), 'athena-')));
  const credentials = createCredentialStore(ACCOUNT, ROOT);
  const { access, principal } = controlOf({ identity: options.statements ?? [] });
  const { authorize } = access;
  const shared = {
    clock: systemClock,
    log: silentLog,
    region: REGION,
    accountId: ACCOUNT,
    credentials,
    authorize,
  };
  const s3 = createS3Service({ ...shared, directory: path.join(directory, 's3') });
  s3.createBucket({ name: BUCKET, corsRules: [] });
  const catalog = createGlueCatalog(systemClock.now());
  catalog.createDatabase({ Name: DATABASE });
  for (const table of options.tables ?? []) catalog.createTable(table);
  const events: EventEntry[] = [];
  const athena = createAthenaService({
    ...shared,
    catalog,
    actFor: s3.actFor,
    publish: (entry) => void events.push(entry),
    ready: Promise.resolve(),
    ...options,
    directory: path.join(directory, 'athena'),
  });
  for (const group of options.workGroups ?? []) athena.createWorkGroup(group);
  const glue = createGlueApi({ ...shared, catalog });
  const server = createServer((request, response) => {
    const target = String(request.headers['x-amz-target'] ?? '');
    if (target.startsWith('AmazonAthena.')) void athena.handle(request, response);
    else if (target.startsWith('AWSGlue.')) void glue(request, response);
    else void s3.handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const opened: { destroy(): void }[] = [];
  const connect = (signer: Credentials = ROOT) => {
    const config = { endpoint, region: REGION, credentials: signer, maxAttempts: 1 };
    const clients = {
      athena: new AthenaClient(config),
      glue: new GlueClient(config),
      s3: new S3Client({ ...config, forcePathStyle: true }),
    };
    opened.push(...Object.values(clients));
    return clients;
  };
  return {
    ...connect(),
    endpoint,
    directory,
    events,
    /** Clients of the role. */
    asRole: () => connect(credentials.issue(principal)),
    sessionArn: principal.arn,
    async [Symbol.asyncDispose]() {
      for (const client of opened) client.destroy();
      await athena[Symbol.asyncDispose]();
      await s3[Symbol.asyncDispose]();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (options.directory === undefined) await rm(directory, { recursive: true, force: true });
    },
  };
}
