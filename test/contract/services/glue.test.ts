import { GetDatabaseCommand, GetTableCommand, GetTablesCommand } from '@aws-sdk/client-glue';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { athenaTarget, startLocalAthena } from './athena-target.ts';
import { localOnly } from './target.ts';

/** Glue's Data Catalog as its own client reads it. `TARGET=aws` asks AWS. */

type Target = Awaited<ReturnType<typeof athenaTarget>>;
let target: Target;
beforeAll(async () => {
  target = await athenaTarget();
});
afterAll(() => target[Symbol.asyncDispose]());

const tableOf = (Name: string, DatabaseName = target.database) =>
  target.glue.send(new GetTableCommand({ DatabaseName, Name }));

test('a database is told by its name', async () => {
  const { Database } = await target.glue.send(new GetDatabaseCommand({ Name: target.database }));

  expect(Database).toMatchObject({ Name: target.database });
  expect(Database?.CreateTime).toBeInstanceOf(Date);
});

test('a table is told with its columns, its place and how it is read', async () => {
  const { Table } = await tableOf('readings');

  expect(Table).toMatchObject({
    Name: 'readings',
    DatabaseName: target.database,
    TableType: 'EXTERNAL_TABLE',
    PartitionKeys: [],
    StorageDescriptor: {
      Columns: [
        { Name: 'id', Type: 'bigint' },
        { Name: 'place', Type: 'string' },
        { Name: 'value', Type: 'double' },
        { Name: 'measured', Type: 'timestamp' },
      ],
      Location: `s3://${target.bucket}/readings/`,
      SerdeInfo: { Parameters: { 'field.delim': ',' } },
    },
  });
});

test('names are found in any case', async () => {
  const { Table } = await tableOf('READINGS', target.database.toUpperCase());

  expect(Table?.Name).toBe('readings');
});

test('the tables of a database come in pages', async () => {
  const names: (string | undefined)[] = [];
  let NextToken: string | undefined;
  do {
    const page = await target.glue.send(
      new GetTablesCommand({ DatabaseName: target.database, MaxResults: 3, NextToken }),
    );
    names.push(...(page.TableList ?? []).map(({ Name }) => Name));
    ({ NextToken } = page);
  } while (NextToken);

  expect(names.sort()).toEqual(['large', 'packed', 'quoted', 'readings']);
});

test('what is not there is not found', async () => {
  await expect(tableOf('nothing')).rejects.toMatchObject({ name: 'EntityNotFoundException' });
  await expect(tableOf('readings', 'nowhere')).rejects.toMatchObject({
    name: 'EntityNotFoundException',
  });
});

localOnly('a role needs the table, its database and the catalog', async () => {
  const base = 'arn:aws:glue:eu-west-1:111122223333';
  const needed = [
    `${base}:catalog`,
    `${base}:database/measurements`,
    `${base}:table/measurements/readings`,
  ];
  const ask = async (Resource: string[]) => {
    await using service = await startLocalAthena({
      statements: [{ Effect: 'Allow', Action: 'glue:GetTable', Resource }],
    });
    const command = new GetTableCommand({ DatabaseName: 'measurements', Name: 'readings' });
    return await service.asRole().glue.send(command);
  };

  expect((await ask(needed)).Table?.Name).toBe('readings');
  for (const missing of needed) {
    await expect(ask(needed.filter((each) => each !== missing))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        `is not authorized to perform: glue:GetTable on resource: ${missing} because no identity-based policy allows the glue:GetTable action`,
      ) as string,
    });
  }
});
