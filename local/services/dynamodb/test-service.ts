/** A DynamoDB service, alone or on a free port with the real SDK's client for it; for tests. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { silentLog, systemClock } from '../../host.ts';
import { createCredentialStore, type Credentials } from '../aws/credentials.ts';
import { createAccessControl } from '../aws/iam/access-control.ts';
import { compilePolicy } from '../aws/iam/compile-policy.ts';
import type { PolicyStatement } from '../aws/iam/types.ts';
import { createDynamoDbService, type DynamoDbOptions } from './service.ts';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';
export const ROOT = { accessKeyId: 'root', secretAccessKey: 'secret' };
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/reader`;
export const SESSION_ARN = `arn:aws:sts::${ACCOUNT}:assumed-role/reader/function`;

/** A service in a directory that stays. */
export function openTestService(options: Partial<DynamoDbOptions> & { directory: string }) {
  return createDynamoDbService({
    clock: systemClock,
    log: silentLog,
    region: REGION,
    accountId: ACCOUNT,
    credentials: createCredentialStore(ACCOUNT, ROOT),
    authorize: () => undefined,
    ...options,
  });
}

/** A service behind HTTP in a directory that goes with it; `statements` are those of one role. */
export async function startTestServer(
  statements: readonly PolicyStatement[] = [],
  options: Partial<DynamoDbOptions> = {},
) {
  const directory = await mkdtemp(path.join(tmpdir(), 'dynamodb-'));
  const credentials = createCredentialStore(ACCOUNT, ROOT);
  const document = { Version: '2012-10-17', Statement: statements };
  const identity = compilePolicy({ place: 'Policy', document }, 'identity');
  const { authorize } = createAccessControl({
    rules: { roles: new Map([[ROLE_ARN, { logicalId: 'Reader', identity, trust: [] }]]) },
    log: silentLog,
    region: REGION,
    accountId: ACCOUNT,
    now: () => Date.now(),
  });
  const service = await openTestService({ directory, credentials, authorize, ...options });
  const server = createServer((req, res) => void service.handle(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clients: DynamoDBClient[] = [];
  const connect = (signer: Credentials = ROOT, region = REGION): DynamoDBClient => {
    const client = new DynamoDBClient({
      endpoint: url,
      region,
      credentials: signer,
      maxAttempts: 1,
    });
    clients.push(client);
    return client;
  };
  const principal = {
    arn: SESSION_ARN,
    accountId: ACCOUNT,
    roleArn: ROLE_ARN,
    userId: 'AROA:function',
  };
  return {
    service,
    url,
    connect,
    /** The account's root. */
    root: connect(),
    /** Whoever has the role. */
    role: connect(credentials.issue(principal)),
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await service[Symbol.asyncDispose]();
      await rm(directory, { recursive: true });
    },
  };
}
