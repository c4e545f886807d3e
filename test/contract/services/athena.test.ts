import { randomUUID } from 'node:crypto';
import {
  BatchGetQueryExecutionCommand,
  GetWorkGroupCommand,
  ListQueryExecutionsCommand,
  ListWorkGroupsCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { athenaTarget, ended, read, reasonOf, results, run, start } from './athena-target.ts';
import { putLargeFile } from './athena-tables.ts';
import { localOnly } from './target.ts';

/** Athena as its own client meets it: queries and work groups. `TARGET=aws` asks AWS. */

type Target = Awaited<ReturnType<typeof athenaTarget>>;
let target: Target;
beforeAll(async () => {
  target = await athenaTarget();
});
afterAll(() => target[Symbol.asyncDispose]());

describe('a query', () => {
  test('is told with everything it was asked with, its times and what it read', async () => {
    const query = await run(target, ' SELECT count(*) AS n FROM readings ; ', {
      QueryExecutionContext: { Database: target.database, Catalog: 'AwsDataCatalog' },
    });
    const id = query.QueryExecutionId ?? '';

    expect(query).toMatchObject({
      Query: 'SELECT count(*) AS n FROM readings',
      StatementType: 'DML',
      SubstatementType: 'SELECT',
      WorkGroup: target.workGroup,
      QueryExecutionContext: { Database: target.database, Catalog: 'awsdatacatalog' },
      ResultConfiguration: { OutputLocation: `s3://${target.bucket}/results/${id}.csv` },
      EngineVersion: { EffectiveEngineVersion: 'Athena engine version 3' },
      Status: { State: 'SUCCEEDED' },
      Statistics: { ResultReuseInformation: { ReusedPreviousResult: false } },
    });
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(query.Status?.CompletionDateTime?.getTime()).toBeGreaterThanOrEqual(
      query.Status?.SubmissionDateTime?.getTime() ?? Infinity,
    );
    expect(query.Statistics?.DataScannedInBytes).toBeGreaterThan(30_000);
    expect(query.Statistics?.TotalExecutionTimeInMillis).toBeGreaterThan(0);
  });

  test('has not ended when it is started', async () => {
    const id = await start(target, 'SELECT 1');

    expect(['QUEUED', 'RUNNING']).toContain((await read(target, id)).Status?.State);
    expect((await ended(target, id)).Status?.State).toBe('SUCCEEDED');
  });

  test('is the same for the same token, and refused when it asks for something else', async () => {
    const ClientRequestToken = randomUUID();
    const id = await start(target, 'SELECT 1', { ClientRequestToken });

    expect(await start(target, 'SELECT 1', { ClientRequestToken })).toBe(id);
    await expect(start(target, 'SELECT 2', { ClientRequestToken })).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: 'Idempotent parameters do not match',
      AthenaErrorCode: 'IDEMPOTENT_PARAMETER_MISMATCH',
    });
    await ended(target, id);
  });

  test('started twice at once by one token is one query', async () => {
    const ClientRequestToken = randomUUID();
    const [first, second] = await Promise.all([
      start(target, 'SELECT 1', { ClientRequestToken }),
      start(target, 'SELECT 1', { ClientRequestToken }),
    ]);

    expect(second).toBe(first);
    await ended(target, first);
  });

  test.each([
    ['x'.repeat(31), 'Member must have length greater than or equal to 32'],
    ['x'.repeat(129), 'Member must have length less than or equal to 128'],
  ])('needs a token of 32 to 128 characters, not %s', async (ClientRequestToken, constraint) => {
    await expect(start(target, 'SELECT 1', { ClientRequestToken })).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: `1 validation error detected: Value at 'clientRequestToken' failed to satisfy constraint: ${constraint}`,
    });
  });

  test('needs a place for its result that is one', async () => {
    await expect(start(target, 'SELECT 1', { ResultConfiguration: {} })).rejects.toMatchObject({
      message:
        'No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.',
    });
    const OutputLocation = 'http://elsewhere/';
    await expect(
      start(target, 'SELECT 1', { ResultConfiguration: { OutputLocation } }),
    ).rejects.toMatchObject({ message: 'outputLocation is not a valid S3 path.' });
  });

  test('needs a bucket that is there', async () => {
    const bucket = `not-there-${randomUUID()}`;
    const ResultConfiguration = { OutputLocation: `s3://${bucket}/` };

    await expect(start(target, 'SELECT 1', { ResultConfiguration })).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: `Unable to verify/create output bucket ${bucket}`,
    });
  });

  test('that is no statement is refused at its place, and is none', async () => {
    await expect(start(target, 'SELEC 1')).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: expect.stringMatching(/^line 1:1: mismatched input 'SELEC'/) as string,
      AthenaErrorCode: 'MALFORMED_QUERY',
    });
    await expect(start(target, 'SELECT id\nFROM readings\nWHERE')).rejects.toMatchObject({
      message: expect.stringMatching(/^line 3:6: mismatched input '<EOF>'/) as string,
    });
  });

  test('that is stopped is cancelled, in words and without an error', async () => {
    const id = await start(target, 'SELECT count(*) FROM UNNEST(sequence(1, 9000)) AS t(x)');
    await target.athena.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));
    const { Status } = await ended(target, id);

    expect(Status).toMatchObject({
      State: 'CANCELLED',
      StateChangeReason: 'Query cancelled by user',
    });
    expect(Status?.AthenaError).toBeUndefined();
    await expect(results(target, id)).rejects.toMatchObject({
      message: 'Could not find results',
      AthenaErrorCode: 'RESULT_NOT_FOUND',
    });
  });

  test('that has ended is not changed by a stop', async () => {
    const query = await run(target, 'SELECT 1');
    const QueryExecutionId = query.QueryExecutionId ?? '';
    await target.athena.send(new StopQueryExecutionCommand({ QueryExecutionId }));

    expect((await read(target, QueryExecutionId)).Status?.State).toBe('SUCCEEDED');
  });

  test('nobody has started is not found', async () => {
    const id = randomUUID();

    await expect(read(target, id)).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: `QueryExecution ${id} was not found`,
      AthenaErrorCode: 'QUERY_EXECUTION_NOT_FOUND',
    });
  });

  test('is told with others, and who is not there is named', async () => {
    const [first, second] = await Promise.all([
      run(target, 'SELECT 1'),
      run(target, 'SELECT nothing'),
    ]);
    const missing = randomUUID();
    const QueryExecutionIds = [first.QueryExecutionId ?? '', second.QueryExecutionId ?? ''];
    const answer = await target.athena.send(
      new BatchGetQueryExecutionCommand({ QueryExecutionIds: [...QueryExecutionIds, missing] }),
    );

    expect(answer.QueryExecutions?.map(({ Status }) => Status?.State)).toEqual([
      'SUCCEEDED',
      'FAILED',
    ]);
    expect(answer.UnprocessedQueryExecutionIds).toMatchObject([{ QueryExecutionId: missing }]);
  });
});

describe('a query that fails', () => {
  test('for want of a column, a table, a schema, a function or a catalog says which and where', async () => {
    expect(await reasonOf(target, 'SELECT id,\n  nothing FROM readings')).toBe(
      "COLUMN_NOT_FOUND: line 2:3: Column 'nothing' cannot be resolved or requester is not authorized to access requested resources",
    );
    expect(await reasonOf(target, 'SELECT 1 FROM nothing')).toBe(
      `TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.${target.database}.nothing' does not exist`,
    );
    expect(await reasonOf(target, 'SELECT 1 FROM nowhere.readings')).toBe(
      "SCHEMA_NOT_FOUND: line 1:15: Schema 'nowhere' does not exist",
    );
    expect(await reasonOf(target, 'SELECT 1 FROM other.nowhere.readings')).toBe(
      "CATALOG_NOT_FOUND: line 1:15: Catalog 'other' does not exist",
    );
    expect(await reasonOf(target, 'SELECT strftime(measured) FROM readings')).toMatch(
      /^FUNCTION_NOT_FOUND: line 1:8: Function 'strftime' not registered/,
    );
  });

  test('has the category and the type of its error', async () => {
    const errorOf = async (sql: string) => (await run(target, sql)).Status?.AthenaError;

    expect(await errorOf('SELECT nothing FROM readings')).toMatchObject({
      ErrorCategory: 2,
      ErrorType: 1006,
      Retryable: false,
    });
    expect(await errorOf('SELECT 1 FROM nothing')).toMatchObject({ ErrorType: 1301 });
    expect(await errorOf("SELECT CAST('x' AS bigint)")).toMatchObject({ ErrorType: 1100 });
  });

  test('has no results and says so', async () => {
    const { QueryExecutionId = '' } = await run(target, 'SELECT nothing FROM readings');

    await expect(results(target, QueryExecutionId)).rejects.toMatchObject({
      message: 'Query did not finish successfully. Final query state: FAILED',
      AthenaErrorCode: 'INVALID_QUERY_EXECUTION_STATE',
    });
  });
});

describe('a limit of scanned bytes', () => {
  test('cancels a query that would read more, which has then read that much', async () => {
    await putLargeFile(target.s3, target.bucket);
    const sql = 'SELECT count(*) FROM large WHERE line = ?';
    const input = { WorkGroup: target.limited, ExecutionParameters: ["'x'"] };
    const query = await run(target, sql, input);

    expect(query.Status).toMatchObject({
      State: 'CANCELLED',
      StateChangeReason: 'Bytes scanned limit was exceeded',
    });
    expect(query.Status?.AthenaError).toBeUndefined();
    expect(query.Statistics?.DataScannedInBytes).toBeGreaterThanOrEqual(10_000_000);
    expect((await run(target, sql, { ExecutionParameters: ["'x'"] })).Status?.State).toBe(
      'SUCCEEDED',
    );
  });

  test('lets a query through that reads less', async () => {
    const input = { WorkGroup: target.limited };

    expect((await run(target, 'SELECT count(*) FROM readings', input)).Status?.State).toBe(
      'SUCCEEDED',
    );
  });
});

describe('work groups', () => {
  test('are told with their settings', async () => {
    const { WorkGroup } = await target.athena.send(
      new GetWorkGroupCommand({ WorkGroup: target.workGroup }),
    );

    expect(WorkGroup).toMatchObject({
      Name: target.workGroup,
      State: 'ENABLED',
      Configuration: {
        EnforceWorkGroupConfiguration: false,
        EngineVersion: { EffectiveEngineVersion: 'Athena engine version 3' },
      },
    });
  });

  test('are listed by name, with the one every account has', async () => {
    const { WorkGroups = [] } = await target.athena.send(new ListWorkGroupsCommand({}));
    const names = WorkGroups.map(({ Name = '' }) => Name);

    expect(names).toEqual([...names].sort());
    expect(names).toContain('primary');
    expect(names).toContain(target.workGroup);
  });

  test('that are not there are refused', async () => {
    const WorkGroup = `none-${randomUUID()}`;

    await expect(start(target, 'SELECT 1', { WorkGroup })).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: 'WorkGroup is not found.',
    });
  });

  test('list their queries, the newest first', async () => {
    const first = await run(target, 'SELECT 1');
    const second = await run(target, 'SELECT 2');
    const { QueryExecutionIds = [] } = await target.athena.send(
      new ListQueryExecutionsCommand({ WorkGroup: target.workGroup, MaxResults: 2 }),
    );

    expect(QueryExecutionIds).toEqual([second.QueryExecutionId, first.QueryExecutionId]);
  });

  localOnly('that are closed or keep their callers’ places to themselves run nothing', async () => {
    await expect(start(target, 'SELECT 1', { WorkGroup: 'closed' })).rejects.toMatchObject({
      message: 'WorkGroup closed is disabled.',
    });
    await expect(start(target, 'SELECT 1', { WorkGroup: 'strict' })).rejects.toMatchObject({
      message: expect.stringMatching(/^No output location provided/) as string,
    });
  });
});
