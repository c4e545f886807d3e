/**
 * What the contract suites talk to: services of this machine, or AWS itself with `TARGET=aws`. There the region, the
 * credentials and the endpoint are those of the environment, and what the suites need is made beforehand, for them alone:
 *
 * - `CONTRACT_BUCKET`, an empty bucket without versioning
 * - `CONTRACT_TABLE`, an empty table with the key `id` (S) and an index `byMood` with the keys `mood` (S) and `n` (N)
 * - `CONTRACT_FUNCTION`, a function of local/services/lambda/fixtures/behave.mjs (`behave.handler`, nodejs24.x, 256 MB, 10 s)
 * - `CONTRACT_USER_POOL` and `CONTRACT_CLIENT`, a pool whose users sign in by e-mail and register themselves, with the
 *   groups `admins` and `readers`, and a client without a secret that allows every flow
 *
 * Nobody has run them there yet: docs/fidelity.md.
 */
import * as cognito from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { PutBucketCorsCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { test } from 'vitest';
import {
  clientId,
  poolId,
  rightPassword,
  startHarness,
} from '../../../local/services/cognito/fixtures/harness.ts';
import { startTestServer as startDynamoDb } from '../../../local/services/dynamodb/test-service.ts';
import {
  functionConfig,
  REGION as lambdaRegion,
  startServer as startLambda,
} from '../../../local/services/lambda/fixtures/harness.ts';
import type { LambdaServiceOptions } from '../../../local/services/lambda/types.ts';
import type { CorsRule } from '../../../local/services/s3/service.ts';
import {
  bucketName,
  quiet,
  region as s3Region,
  startTestService as startS3,
} from '../../../local/services/s3/test-service.ts';
import { NOTES_TABLE } from './notes-table.ts';

export const isLocal = process.env.TARGET !== 'aws';

/** A test of what AWS cannot be asked: it moves a clock, looks at the disk, or breaks something. */
export function localOnly(
  name: string,
  body: () => Promise<void> | void,
  timeoutMs?: number,
): void {
  if (isLocal) test(name, body, timeoutMs);
}

export interface S3Target extends AsyncDisposable {
  readonly bucket: string;
  readonly region: string;
  /** Of the endpoint, without the bucket. */
  readonly url: string;
  readonly client: S3Client;
  /** Another client of the same service. */
  connect(config?: S3ClientConfig): S3Client;
}

export interface CognitoTarget extends AsyncDisposable {
  readonly poolId: string;
  readonly clientId: string;
  readonly endpoint: string;
  /** Signs as an administrator. */
  readonly admin: cognito.CognitoIdentityProviderClient;
  /** Makes a user with the password the suites use; resolves with the `sub`. */
  createUser(email: string, groups?: string[]): Promise<string>;
  /** The last code that was sent; here alone. */
  lastCode(): string;
  /** Here alone. */
  clientSecret(clientId: string): string;
}

/** S3 with one bucket, whose rules for browsers these are. */
export async function s3Target(corsRules: readonly CorsRule[] = []): Promise<S3Target> {
  if (isLocal) {
    const started = await startS3();
    started.service.createBucket({ name: bucketName, corsRules });
    return Object.assign(started, { bucket: bucketName, region: s3Region });
  }
  const region = fromEnvironment('AWS_REGION');
  const clients: S3Client[] = [];
  const connect = (config: S3ClientConfig = {}): S3Client => {
    const client = new S3Client({ region, forcePathStyle: true, logger: quiet, ...config });
    clients.push(client);
    return client;
  };
  const bucket = fromEnvironment('CONTRACT_BUCKET');
  if (corsRules.length > 0) {
    const CORSRules = corsRules.map((rule) => ({
      AllowedOrigins: [...rule.allowedOrigins],
      AllowedMethods: [...rule.allowedMethods],
      AllowedHeaders: [...(rule.allowedHeaders ?? [])],
      ExposeHeaders: [...(rule.exposedHeaders ?? [])],
      MaxAgeSeconds: rule.maxAgeSeconds,
    }));
    const CORSConfiguration = { CORSRules };
    await connect().send(new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration }));
  }
  return {
    bucket,
    region,
    url: endpointOf(`https://s3.${region}.amazonaws.com`),
    client: connect(),
    connect,
    [Symbol.asyncDispose]: () => Promise.resolve(clients.forEach((client) => client.destroy())),
  };
}

/** DynamoDB with one table. */
export async function dynamoDbTarget() {
  if (!isLocal) {
    const client = new DynamoDBClient({});
    return {
      table: fromEnvironment('CONTRACT_TABLE'),
      client,
      [Symbol.asyncDispose]: () => Promise.resolve(client.destroy()),
    };
  }
  const server = await startDynamoDb();
  const table = 'notes';
  await server.service.ensureTable({ TableName: table, ...NOTES_TABLE });
  return Object.assign(server, { table, client: server.root });
}

/** Lambda with one function that behaves as its events say. */
export async function lambdaTarget(options: Partial<LambdaServiceOptions> = {}) {
  if (!isLocal) {
    const client = new LambdaClient({});
    const region = fromEnvironment('AWS_REGION');
    return {
      region,
      endpoint: endpointOf(`https://lambda.${region}.amazonaws.com`),
      functionName: fromEnvironment('CONTRACT_FUNCTION'),
      client,
      [Symbol.asyncDispose]: () => Promise.resolve(client.destroy()),
    };
  }
  const functionName = 'f';
  const server = await startLambda(options);
  server.service.createFunction(functionConfig(functionName));
  return Object.assign(server, { functionName, region: lambdaRegion });
}

/** Cognito with one pool and a client without a secret. */
export async function cognitoTarget(): Promise<CognitoTarget> {
  if (isLocal) {
    const harness = await startHarness();
    const createUser = (email: string, groups: string[] = []): Promise<string> =>
      Promise.resolve(harness.pool.createUser({ email, password: rightPassword, groups }).sub);
    const clientSecret = (id: string): string => harness.pool.clientSecret(id) ?? '';
    return Object.assign(harness, { poolId, clientId, createUser, clientSecret });
  }
  const UserPoolId = fromEnvironment('CONTRACT_USER_POOL');
  const admin = new cognito.CognitoIdentityProviderClient({});
  return {
    poolId: UserPoolId,
    clientId: fromEnvironment('CONTRACT_CLIENT'),
    endpoint: endpointOf(`https://cognito-idp.${UserPoolId.split('_')[0]}.amazonaws.com`),
    admin,
    async createUser(Username, groups = []) {
      const user = { UserPoolId, Username };
      await admin.send(new cognito.AdminDeleteUserCommand(user)).catch(() => {}); // of an earlier run
      const UserAttributes = [{ Name: 'email_verified', Value: 'true' }];
      const { User } = await admin.send(
        new cognito.AdminCreateUserCommand({ ...user, UserAttributes, MessageAction: 'SUPPRESS' }),
      );
      const password = { Password: rightPassword, Permanent: true };
      await admin.send(new cognito.AdminSetUserPasswordCommand({ ...user, ...password }));
      for (const GroupName of groups) {
        await admin.send(new cognito.AdminAddUserToGroupCommand({ ...user, GroupName }));
      }
      return User?.Username ?? '';
    },
    lastCode: onlyHere,
    clientSecret: onlyHere,
    [Symbol.asyncDispose]: () => Promise.resolve(admin.destroy()),
  };
}

function onlyHere(): never {
  throw new Error('AWS sends it by e-mail or keeps it: this is for tests that run here');
}

/** AWS's own address, unless the environment names another, as for a second machine that claims to be like AWS. */
function endpointOf(address: string): string {
  return process.env.AWS_ENDPOINT_URL ?? address;
}

/** A name the suites need on AWS; says which one is missing. */
export function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`TARGET=aws needs ${name}: see test/contract/services/target.ts`);
}
