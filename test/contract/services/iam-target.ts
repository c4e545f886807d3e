import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { test } from 'vitest';
import { APPS } from '../../support/apps.ts';
import { ROOT_CREDENTIALS, startTestCloud } from '../../support/cloud.ts';
import { signForm, signGraphql, type Keys } from '../../support/iam/sign.ts';

/**
 * What the suite runs against: this local cloud, or with `TARGET=aws` an account to which test/support/iam/app.ts was
 * deployed (`cdk deploy --outputs-file`; `IAM_OUTPUTS` names the file, `AWS_ACCESS_KEY_ID` and so on an
 * administrator who is no root user).
 */
export const isAws = process.env.TARGET === 'aws';
/** Cases that say what only the local cloud does. */
export const localOnly = test.runIf(!isAws);

/** Somebody with a role, by AWS's own clients. */
export interface Session {
  readonly arn: string;
  readonly s3: S3Client;
  readonly dynamodb: DynamoDBClient;
  readonly lambda: LambdaClient;
  graphql(query: string): Promise<{ status: number; body: GraphqlBody }>;
}

interface GraphqlBody {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { errorType?: string; message?: string }[];
}

export interface IamTarget extends AsyncDisposable {
  readonly outputs: Readonly<Record<string, string>>;
  /** Lines of the local cloud's log; none on AWS. */
  readonly logged: readonly string[];
  /** The account's administrator. */
  readonly admin: Session;
  /** Takes a role of the stack by STS. */
  as(role: string): Promise<Session>;
  /** STS's answer to the administrator who wants to take a role. */
  assumeRole(roleArn: string, externalId?: string): Promise<{ status: number; text: string }>;
}

export async function openIamTarget(): Promise<IamTarget> {
  const logged: string[] = [];
  const local = isAws ? undefined : await startLocal(logged);
  const region = local ? 'us-east-1' : (process.env.AWS_REGION ?? 'us-east-1');
  const endpoint = local?.awsOrigin;
  const keys: Keys = local ? ROOT_CREDENTIALS : keysOfEnvironment();
  const given = local ? local.stack.outputs : outputsOfFile();
  const outputs = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name.replace(/^Out/, ''), value]),
  );
  const opened: { destroy(): void }[] = [];

  const assumeRole: IamTarget['assumeRole'] = async (roleArn, externalId) => {
    const url = new URL(endpoint ?? `https://sts.${region}.amazonaws.com`);
    const body = new URLSearchParams({
      Action: 'AssumeRole',
      Version: '2011-06-15',
      RoleArn: roleArn,
      RoleSessionName: 'contract',
      ...(externalId === undefined ? {} : { ExternalId: externalId }),
    }).toString();
    const headers = await signForm(url, body, region, keys);
    const answer = await fetch(url, { method: 'POST', headers, body });
    return { status: answer.status, text: await answer.text() };
  };
  function open(credentials: Keys, arn: string): Session {
    const options = { region, credentials, ...(endpoint ? { endpoint } : {}) };
    const s3 = new S3Client({ ...options, forcePathStyle: endpoint !== undefined });
    const dynamodb = new DynamoDBClient(options);
    const lambda = new LambdaClient(options);
    opened.push(s3, dynamodb, lambda);
    return {
      arn,
      s3,
      dynamodb,
      lambda,
      async graphql(query) {
        const url = new URL(outputs.GraphqlUrl ?? '');
        const body = JSON.stringify({ query });
        const headers = await signGraphql(url, body, region, credentials);
        const answer = await fetch(url, { method: 'POST', headers, body });
        return { status: answer.status, body: (await answer.json()) as GraphqlBody };
      },
    };
  }
  return {
    outputs,
    logged,
    admin: open(keys, 'administrator'),
    assumeRole,
    async as(role) {
      const { status, text } = await assumeRole(outputs[role] ?? '');
      if (status !== 200) throw new Error(text);
      const member = (name: string): string =>
        new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1] ?? '';
      const credentials = {
        accessKeyId: member('AccessKeyId'),
        secretAccessKey: member('SecretAccessKey'),
        sessionToken: member('SessionToken'),
      };
      return open(credentials, member('Arn'));
    },
    async [Symbol.asyncDispose]() {
      for (const client of opened) client.destroy();
      await local?.[Symbol.asyncDispose]();
    },
  };
}

function startLocal(logged: string[]) {
  const keep = (message: string, fields: object = {}): void =>
    void logged.push(`${message} ${JSON.stringify(fields)}`);
  return startTestCloud(APPS.iam, { log: { info() {}, warn: keep, error: keep } });
}

function keysOfEnvironment(): Keys {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  return {
    accessKeyId: AWS_ACCESS_KEY_ID ?? '',
    secretAccessKey: AWS_SECRET_ACCESS_KEY ?? '',
    ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
  };
}

function outputsOfFile(): Record<string, string> {
  const file = process.env.IAM_OUTPUTS;
  if (!file)
    throw new Error('TARGET=aws needs IAM_OUTPUTS, the file of cdk deploy --outputs-file.');
  const { Iam = {} } = JSON.parse(readFileSync(file, 'utf8')) as Record<
    string,
    Record<string, string>
  >;
  return Iam;
}
