import { GetQueryRuntimeStatisticsCommand } from '@aws-sdk/client-athena';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { athenaTarget, fetchBytes, freshFolder, reasonOf, run, start } from './athena-target.ts';
import { keysBelow } from './athena-tables.ts';

/** What UNLOAD writes, and where. `TARGET=aws` asks AWS. */

type Target = Awaited<ReturnType<typeof athenaTarget>>;
let target: Target;
beforeAll(async () => {
  target = await athenaTarget();
});
afterAll(() => target[Symbol.asyncDispose]());

test('UNLOAD writes Parquet in several files that another query reads, and a list of them', async () => {
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

test('UNLOAD refuses a folder that is not empty', async () => {
  const reason = await reasonOf(
    target,
    `UNLOAD (SELECT 1 AS a) TO 's3://${target.bucket}/readings/' WITH (format = 'PARQUET')`,
  );

  expect(reason).toMatch(/^HIVE_PATH_ALREADY_EXISTS: Target directory /);
  expect(reason).toContain('Athena will not delete data in your account.');
});

test('UNLOAD writes texts as they are, one row a line, the columns apart and \\N for null', async () => {
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

test('UNLOAD writes JSON, one object a line', async () => {
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

test('UNLOAD tells how many rows it wrote', async () => {
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

test('UNLOAD takes parameters', async () => {
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
