import {
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PolicyStatement } from '../../../local/services/aws/iam/types.ts';
import { freshFolder, run, start, startLocalAthena } from './athena-target.ts';
import { isLocal } from './target.ts';

/** Which grants a query needs, and how each one that is missing shows. The roles are of this machine alone. */

/** AWS cannot be asked with roles made for each case. */
const localOnly = test.runIf(isLocal);

const ACCOUNT = 'eu-west-1:111122223333';
const GLUE = `arn:aws:glue:${ACCOUNT}`;
const BUCKET = 'arn:aws:s3:::measurements';
const allow = (Action: string | string[], Resource: string | string[]): PolicyStatement => ({
  Effect: 'Allow',
  Action,
  Resource,
});
/** By what each is for. */
const GRANTS = {
  athena: allow(
    [
      'athena:StartQueryExecution',
      'athena:GetQueryExecution',
      'athena:GetQueryResults',
      'athena:StopQueryExecution',
    ],
    `arn:aws:athena:${ACCOUNT}:workgroup/contract`,
  ),
  database: allow('glue:GetDatabase', [`${GLUE}:catalog`, `${GLUE}:database/measurements`]),
  'default database': allow('glue:GetDatabase', `${GLUE}:database/default`),
  table: allow('glue:GetTable', [
    `${GLUE}:catalog`,
    `${GLUE}:database/measurements`,
    `${GLUE}:table/measurements/readings`,
  ]),
  location: allow('s3:GetBucketLocation', BUCKET),
  list: {
    ...allow('s3:ListBucket', BUCKET),
    Condition: { StringLike: { 's3:prefix': ['readings/*', 'unloaded/*'] } },
  },
  read: allow('s3:GetObject', `${BUCKET}/readings/*`),
  result: allow(['s3:PutObject', 's3:GetObject'], `${BUCKET}/results/*`),
  unload: allow('s3:PutObject', `${BUCKET}/unloaded/*`),
};
type Grant = keyof typeof GRANTS;

let opened: AsyncDisposable[] = [];
beforeEach(() => {
  opened = [];
});
afterEach(async () => {
  for (const each of opened) await each[Symbol.asyncDispose]();
});

/** Athena as a role meets it that has all grants but these. */
async function without(...missing: Grant[]) {
  const statements = (Object.keys(GRANTS) as Grant[])
    .filter((grant) => !missing.includes(grant))
    .map((grant) => GRANTS[grant]);
  const service = await startLocalAthena({ statements });
  opened.push(service);
  const { athena } = service.asRole();
  return { ...service, athena, admin: service.athena };
}
const SELECT = 'SELECT count(*) FROM readings';
const unload = (folder: string): string =>
  `UNLOAD (SELECT id FROM readings) TO '${folder}' WITH (format = 'PARQUET')`;

localOnly('with these grants a query runs, and its results are read', async () => {
  const service = await without();
  const query = await run(service, SELECT);
  const { QueryExecutionId } = query;

  expect(query.Status?.StateChangeReason).toBeUndefined();
  const { ResultSet } = await service.athena.send(new GetQueryResultsCommand({ QueryExecutionId }));
  expect(ResultSet?.Rows?.[1]?.Data).toEqual([{ VarCharValue: '1000' }]);
  expect((await run(service, unload(freshFolder(service)))).Status?.State).toBe('SUCCEEDED');
});

localOnly('without a grant on the work group nothing is started, told or stopped', async () => {
  const service = await without('athena');
  const words = (action: string): object => ({
    name: 'AccessDeniedException',
    message: `You are not authorized to perform: athena:${action} on the resource. After your AWS administrator or you have updated your permissions, please try again.`,
    $metadata: { httpStatusCode: 400 },
  });
  const QueryExecutionId = await start({ ...service, athena: service.admin }, SELECT);

  await expect(start(service, SELECT)).rejects.toMatchObject(words('StartQueryExecution'));
  await expect(
    service.athena.send(new GetQueryExecutionCommand({ QueryExecutionId })),
  ).rejects.toMatchObject(words('GetQueryExecution'));
  await expect(
    service.athena.send(new StopQueryExecutionCommand({ QueryExecutionId })),
  ).rejects.toMatchObject(words('StopQueryExecution'));
});

localOnly('without a grant to find the bucket of the result nothing is started', async () => {
  const service = await without('location');

  await expect(start(service, SELECT)).rejects.toMatchObject({
    name: 'InvalidRequestException',
    message: 'Unable to verify/create output bucket measurements',
  });
});

localOnly.each([
  ['database', 'glue:GetDatabase', `${GLUE}:catalog`],
  ['default database', 'glue:GetDatabase', `${GLUE}:database/default`],
  ['table', 'glue:GetTable', `${GLUE}:catalog`],
] as const)(
  'without a grant on the %s of the catalog a query fails in Glue’s words',
  async (grant, action, resource) => {
    const service = await without(grant);
    const { Status } = await run(service, SELECT);

    expect(Status).toMatchObject({ State: 'FAILED', AthenaError: { ErrorCategory: 2 } });
    const [sentence, tail] = (Status?.StateChangeReason ?? '').split(' (Service: ');
    expect(sentence).toBe(
      `User: ${service.sessionArn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
    );
    expect(tail).toMatch(
      /^AmazonDataCatalog; Status Code: 400; Error Code: AccessDeniedException; /,
    );
  },
);

localOnly.each([
  ['list', SELECT, 's3:ListBucket', BUCKET],
  ['read', SELECT, 's3:GetObject', `${BUCKET}/readings/1.csv`],
] as const)(
  'without a grant to %s a table’s files a query fails in S3’s words',
  async (grant, sql, action, resource) => {
    const service = await without(grant);
    const { Status } = await run(service, sql);

    expect(Status).toMatchObject({
      State: 'FAILED',
      StateChangeReason: `PERMISSION_DENIED: User: ${service.sessionArn} is not authorized to perform: ${action} on resource: "${resource}" because no identity-based policy allows the ${action} action (Service: S3, Status Code: 403)`,
    });
  },
);

localOnly('without a grant to write the result or the files a query fails', async () => {
  const noResult = await without('result');
  const noUnload = await without('unload');

  expect((await run(noResult, SELECT)).Status?.StateChangeReason).toMatch(
    /^PERMISSION_DENIED: .* s3:PutObject on resource: "arn:aws:s3:::measurements\/results\//,
  );
  expect((await run(noUnload, unload(freshFolder(noUnload)))).Status?.StateChangeReason).toMatch(
    /^PERMISSION_DENIED: .* s3:PutObject on resource: "arn:aws:s3:::measurements\/unloaded\//,
  );
});

localOnly('results are read by whoever may read their object', async () => {
  const service = await without('result');
  const query = await run({ ...service, athena: service.admin }, SELECT);
  const { QueryExecutionId } = query;

  await expect(
    service.athena.send(new GetQueryResultsCommand({ QueryExecutionId })),
  ).rejects.toMatchObject({ message: expect.stringContaining('s3:GetObject') as string });
});

localOnly('what Athena asks for its caller tells that it came by Athena', async () => {
  const statements = Object.values(GRANTS).filter((each) => each !== GRANTS.read);
  const via = (service: string): PolicyStatement => ({
    ...GRANTS.read,
    Condition: { 'ForAnyValue:StringEquals': { 'aws:CalledVia': [service] } },
  });
  const ask = async (statement: PolicyStatement) => {
    const service = await startLocalAthena({ statements: [...statements, statement] });
    opened.push(service);
    return (await run({ ...service, ...service.asRole() }, SELECT)).Status?.State;
  };

  expect(await ask(via('athena.amazonaws.com'))).toBe('SUCCEEDED');
  expect(await ask(via('glue.amazonaws.com'))).toBe('FAILED');
});
