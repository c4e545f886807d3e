import { randomUUID } from 'node:crypto';
import {
  BatchGetQueryExecutionCommand,
  GetQueryResultsCommand,
  GetQueryRuntimeStatisticsCommand,
  GetWorkGroupCommand,
  ListQueryExecutionsCommand,
  ListWorkGroupsCommand,
  StopQueryExecutionCommand,
  type GetQueryResultsCommandInput,
} from '@aws-sdk/client-athena';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { athenaTarget, ended, fetchBytes, freshFolder, read, run, start } from './athena-target.ts';
import { keysBelow, putLargeFile } from './athena-tables.ts';
import { localOnly } from './target.ts';

/** Athena as its own client meets it. `TARGET=aws` asks AWS. */

type Target = Awaited<ReturnType<typeof athenaTarget>>;
let target: Target;
beforeAll(async () => {
  target = await athenaTarget();
});
afterAll(() => target[Symbol.asyncDispose]());

async function rowsOf(sql: string, parameters?: string[]): Promise<(string | undefined)[][]> {
  const query = await run(target, sql, parameters ? { ExecutionParameters: parameters } : {});
  expect(query.Status?.StateChangeReason).toBeUndefined();
  const { ResultSet } = await results(query.QueryExecutionId ?? '');
  const rows = ResultSet?.Rows?.map(({ Data = [] }) => Data.map((datum) => datum.VarCharValue));
  return rows?.slice(1) ?? [];
}
const results = (QueryExecutionId: string, input: Partial<GetQueryResultsCommandInput> = {}) =>
  target.athena.send(new GetQueryResultsCommand({ QueryExecutionId, ...input }));
const reasonOf = async (sql: string): Promise<string> => {
  const { Status } = await run(target, sql);
  expect(Status?.State).toBe('FAILED');
  expect(Status?.AthenaError?.ErrorMessage).toBe(Status?.StateChangeReason);
  return Status?.StateChangeReason ?? '';
};

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
    await expect(results(id)).rejects.toMatchObject({
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
    expect(await reasonOf('SELECT id,\n  nothing FROM readings')).toBe(
      "COLUMN_NOT_FOUND: line 2:3: Column 'nothing' cannot be resolved or requester is not authorized to access requested resources",
    );
    expect(await reasonOf('SELECT 1 FROM nothing')).toBe(
      `TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.${target.database}.nothing' does not exist`,
    );
    expect(await reasonOf('SELECT 1 FROM nowhere.readings')).toBe(
      "SCHEMA_NOT_FOUND: line 1:15: Schema 'nowhere' does not exist",
    );
    expect(await reasonOf('SELECT 1 FROM other.nowhere.readings')).toBe(
      "CATALOG_NOT_FOUND: line 1:15: Catalog 'other' does not exist",
    );
    expect(await reasonOf('SELECT strftime(measured) FROM readings')).toMatch(
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

    await expect(results(QueryExecutionId)).rejects.toMatchObject({
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

describe('results', () => {
  test('begin with the names of the columns, and tell their types', async () => {
    const sql =
      "SELECT id, place, value, measured, CAST(value AS decimal(10,2)) AS money, true AS yes, DATE '2026-01-02' AS day FROM readings WHERE id >= 998 ORDER BY id";
    const { QueryExecutionId = '' } = await run(target, sql);
    const { ResultSet, UpdateCount } = await results(QueryExecutionId);

    expect(UpdateCount).toBe(0);
    expect(
      ResultSet?.Rows?.map(({ Data }) => Data?.map(({ VarCharValue }) => VarCharValue)),
    ).toEqual([
      ['id', 'place', 'value', 'measured', 'money', 'yes', 'day'],
      ['998', 'Cork', '499.0', '2026-01-01 10:38:00.000', '499.00', 'true', '2026-01-02'],
      ['999', undefined, '499.5', '2026-01-01 10:39:00.000', '499.50', 'true', '2026-01-02'],
    ]);
    expect(
      ResultSet?.ResultSetMetadata?.ColumnInfo?.map(({ Name, Type, Precision, Scale }) => [
        Name,
        Type,
        Precision,
        Scale,
      ]),
    ).toEqual([
      ['id', 'bigint', 19, 0],
      ['place', 'varchar', 2147483647, 0],
      ['value', 'double', 17, 0],
      ['measured', 'timestamp', 3, 0],
      ['money', 'decimal', 10, 2],
      ['yes', 'boolean', 0, 0],
      ['day', 'date', 0, 0],
    ]);
  });

  test('are a CSV file with every value in quotes and nothing for null', async () => {
    const { ResultConfiguration } = await run(
      target,
      `SELECT 'a "b"' AS q, CAST(NULL AS varchar) AS n, '' AS e`,
    );
    const bytes = await fetchBytes(target, ResultConfiguration?.OutputLocation ?? '');

    expect(bytes.toString()).toBe('"q","n","e"\n"a ""b""",,""\n');
  });

  test('come in pages, and a full page has a token', async () => {
    const { QueryExecutionId = '' } = await run(target, 'SELECT id FROM readings ORDER BY id');
    const sizes: number[] = [];
    const seen: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await results(QueryExecutionId, { MaxResults: 400, NextToken });
      const { Rows = [] } = page.ResultSet ?? {};
      sizes.push(Rows.length);
      seen.push(...Rows.map(({ Data }) => Data?.[0]?.VarCharValue));
      ({ NextToken } = page);
    } while (NextToken);

    expect(sizes).toEqual([400, 400, 201]);
    expect(seen).toEqual(['id', ...Array.from({ length: 1000 }, (_, index) => String(index))]);
  });

  test('of too many at once are refused', async () => {
    const { QueryExecutionId = '' } = await run(target, 'SELECT 1');

    await expect(results(QueryExecutionId, { MaxResults: 1001 })).rejects.toMatchObject({
      message: 'MaxResults is more than maximum allowed length 1000',
    });
  });
});

describe('parameters', () => {
  test('are expressions where they can be, and texts where they name something or are none', async () => {
    expect(
      await rowsOf('SELECT ?, ?, ?, ?, ?, ?', [
        '1 + 1',
        "'it''s'",
        'place',
        "it's",
        "DATE '2026-01-02'",
        '2026-01-02',
      ]),
    ).toEqual([['2', "it's", 'place', "it's", '2026-01-02', '2023']]);
  });

  test('never become a part of the statement', async () => {
    const attack = "x' OR 1=1 OR 'a'='a";

    expect(await rowsOf('SELECT count(*) FROM readings WHERE place = ?', [attack])).toEqual([
      ['0'],
    ]);
  });

  test('must be as many as there are question marks, outside texts and comments', async () => {
    const sql = "SELECT '?', ? -- ?";

    expect(await rowsOf(sql, ['1'])).toEqual([['?', '1']]);
    const { Status } = await run(target, 'SELECT ?, ?', { ExecutionParameters: ['1'] });
    expect(Status?.StateChangeReason).toMatch(
      /^INVALID_PARAMETER_USAGE: .*Incorrect number of parameters: expected 2 but found 1$/,
    );
    expect(await rowsOf('SELECT 1', ['2'])).toEqual([['1']]);
  });
});

describe('the dialect', () => {
  test.each([
    ['7 / 2, 7 / 2.0, -7 / 2', ['3', '3.5', '-3']],
    ['CAST(2.5 AS bigint), CAST(-2.5 AS integer), CAST(1.5 AS varchar)', ['3', '-3', '1.5']],
    ['CAST(12345678.9 AS varchar), CAST(1e-5 AS varchar)', ['1.23456789E7', '1.0E-5']],
    ["CAST(TIMESTAMP '2026-01-02 03:04:05' AS varchar)", ['2026-01-02 03:04:05.000']],
    ["concat('a', 'b', 'c'), 'a' || NULL, concat('a', NULL)", ['abc', undefined, undefined]],
    ['greatest(1, 2), least(2, NULL)', ['2', undefined]],
    ["date_format(TIMESTAMP '2026-01-02 03:04:05', '%H:%i %d.%m.%Y')", ['03:04 02.01.2026']],
    ["format_datetime(TIMESTAMP '2026-01-02 03:04:05', 'yyyy-MM-dd HH:mm')", ['2026-01-02 03:04']],
    ["date_diff('day', TIMESTAMP '2026-01-01 23:00:00', TIMESTAMP '2026-01-02 01:00:00')", ['0']],
    ["DATE '2026-01-31' + INTERVAL '1' DAY > DATE '2026-01-31'", ['true']],
    ['element_at(array_sort(ARRAY[3, NULL, 1]), 1), cardinality(ARRAY[1, 2])', ['1', '2']],
    ['element_at(ARRAY[1], 2), element_at(ARRAY[1, 2], -1)', [undefined, '2']],
    [
      "regexp_like('abc', 'b'), regexp_extract('a1', '\\d'), regexp_extract('a', '\\d')",
      ['true', '1', undefined],
    ],
    ["regexp_replace('a1b2', '(\\d)', '<$1>'), replace('aXb', 'X')", ['a<1>b<2>', 'ab']],
    ["split('a,b', ',')[2], strpos('abc', 'c'), lpad('7', 3, '0')", ['b', '3', '007']],
    ["try_cast('x' AS bigint), nullif(1, 1), if(1 > 2, 3, 4)", [undefined, undefined, '4']],
    ["array_join(transform(ARRAY[1, 2], x -> x * 2), '-')", ['2-4']],
  ])('SELECT %s', async (list, expected) => {
    expect(await rowsOf(`SELECT ${list}`)).toEqual([expected]);
  });

  test('groups, counts and orders as Trino does', async () => {
    const sql = `
      WITH known AS (SELECT * FROM readings WHERE place IS NOT NULL)
      SELECT place, count(*) AS n, count_if(value >= 250) AS large, sum(id) AS ids,
        approx_percentile(value, 0.5) AS middle, array_agg(id ORDER BY id)[1] AS first,
        count(*) FILTER (WHERE id < 10) AS few
      FROM known GROUP BY place HAVING count(*) > 249 ORDER BY n DESC, place DESC LIMIT 2`;

    expect(await rowsOf(sql)).toEqual([
      ['Cork', '250', '125', '125000', '249.0', '2', '2'],
      ['Bern', '250', '125', '124750', '248.5', '1', '3'],
    ]);
  });

  test('finds a table by its whole name, and joins', async () => {
    const sql = `SELECT r.place, q.amount FROM "awsdatacatalog"."${target.database}"."readings" AS r
      JOIN ${target.database}.quoted q ON q.id = r.id ORDER BY q.id`;

    expect(await rowsOf(sql)).toEqual([
      ['Bern', '1.5'],
      ['Cork', '0.0'],
      ['Delft', '-0.25'],
    ]);
  });

  test('reads texts in quotes, with quotes, commas and empty fields', async () => {
    expect(await rowsOf('SELECT note, length(note) FROM quoted ORDER BY id')).toEqual([
      ['a "word", quoted', '16'],
      ['', '0'],
      ['plain', '5'],
    ]);
  });

  test.each([
    ['SELECT id::varchar FROM readings', "line 1:10: mismatched input '::'"],
    ['SELECT * EXCLUDE (id) FROM readings', "line 1:10: mismatched input 'EXCLUDE'"],
    ['SELECT place FROM readings GROUP BY ALL', "line 1:37: mismatched input 'ALL'"],
    ["SELECT 1 FROM readings WHERE place ILIKE 'a%'", "line 1:36: mismatched input 'ILIKE'"],
  ])('does not have what only DuckDB has: %s', async (sql, message) => {
    await expect(start(target, sql)).rejects.toMatchObject({
      AthenaErrorCode: 'MALFORMED_QUERY',
      message: expect.stringContaining(message) as string,
    });
  });
});

describe('UNLOAD', () => {
  test('writes Parquet in several files that another query reads, and a list of them', async () => {
    const folder = freshFolder(target);
    const sql = `UNLOAD (SELECT id, place, value AS "Value", measured FROM readings) TO '${folder}' WITH (format = 'PARQUET', compression = 'SNAPPY')`;
    const query = await run(target, sql);

    expect(query.Status?.StateChangeReason).toBeUndefined();
    expect(query).toMatchObject({ StatementType: 'DML', SubstatementType: 'UNLOAD' });
    const manifest = query.Statistics?.DataManifestLocation ?? '';
    expect(manifest).toBe(`s3://${target.bucket}/results/${query.QueryExecutionId}-manifest.csv`);
    const listed = (await fetchBytes(target, manifest)).toString().trim().split('\n');
    const prefix = folder.replace(`s3://${target.bucket}/`, '');
    const keys = await keysBelow(target.s3, target.bucket, prefix);
    expect(listed.sort()).toEqual(keys.map((key) => `s3://${target.bucket}/${key}`).sort());
    for (const location of listed) {
      const bytes = await fetchBytes(target, location);
      expect(bytes.subarray(0, 4).toString()).toBe('PAR1');
      expect(bytes.subarray(-4).toString()).toBe('PAR1');
    }
  });

  test('refuses a folder that is not empty', async () => {
    const reason = await reasonOf(
      `UNLOAD (SELECT 1 AS a) TO 's3://${target.bucket}/readings/' WITH (format = 'PARQUET')`,
    );

    expect(reason).toMatch(/^HIVE_PATH_ALREADY_EXISTS: Target directory /);
    expect(reason).toContain('Athena will not delete data in your account.');
  });

  test('writes texts as they are, one row a line, the columns apart and \\N for null', async () => {
    const folder = freshFolder(target);
    const { Statistics } = await run(
      target,
      `UNLOAD (SELECT '"a,""b"' || chr(13) AS line, 1.5 AS x, CAST(NULL AS varchar) AS n) TO '${folder}' WITH (format = 'TEXTFILE', field_delimiter = '|', compression = 'NONE')`,
    );
    const [file = ''] = (await fetchBytes(target, Statistics?.DataManifestLocation ?? ''))
      .toString()
      .split('\n');

    expect((await fetchBytes(target, file)).toString()).toBe('"a,""b"\r|1.5|\\N\n');
  });

  test('writes JSON, one object a line', async () => {
    const folder = freshFolder(target);
    const { Statistics } = await run(
      target,
      `UNLOAD (SELECT 1 AS "A", 'x' AS b) TO '${folder}' WITH (format = 'JSON', compression = 'NONE')`,
    );
    const [file = ''] = (await fetchBytes(target, Statistics?.DataManifestLocation ?? ''))
      .toString()
      .split('\n');

    expect(JSON.parse((await fetchBytes(target, file)).toString())).toEqual({ a: 1, b: 'x' });
  });

  test('tells how many rows it wrote', async () => {
    const { QueryExecutionId = '' } = await run(
      target,
      `UNLOAD (SELECT * FROM readings) TO '${freshFolder(target)}' WITH (format = 'PARQUET')`,
    );
    await expect
      .poll(
        async () => {
          const answer = await target.athena.send(
            new GetQueryRuntimeStatisticsCommand({ QueryExecutionId }),
          );
          return answer.QueryRuntimeStatistics?.Rows?.OutputRows;
        },
        { timeout: 30_000 },
      )
      .toBe(1000);
  });

  test('takes parameters', async () => {
    const folder = freshFolder(target);
    const { Statistics } = await run(
      target,
      `UNLOAD (SELECT place AS p FROM readings WHERE id = ?) TO '${folder}' WITH (format = 'TEXTFILE', compression = 'NONE')`,
      { ExecutionParameters: ['3'] },
    );
    const [file = ''] = (await fetchBytes(target, Statistics?.DataManifestLocation ?? ''))
      .toString()
      .split('\n');

    expect((await fetchBytes(target, file)).toString()).toBe('Delft\n');
  });

  test.each([
    ["UNLOAD (SELECT 1 AS a) TO 's3://b/x/'", "mismatched input '<EOF>'"],
    ["UNLOAD SELECT 1 TO 's3://b/x/' WITH (format = 'PARQUET')", "mismatched input 'SELECT'"],
    [
      "UNLOAD (SELEC 1) TO 's3://b/x/' WITH (format = 'PARQUET')",
      "line 1:9: mismatched input 'SELEC'",
    ],
  ])('%s is refused when it is started', async (sql, message) => {
    await expect(start(target, sql)).rejects.toMatchObject({
      AthenaErrorCode: 'MALFORMED_QUERY',
      message: expect.stringContaining(message) as string,
    });
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
