import { expect, test } from 'vitest';
import { resolveStack } from '../assembly/resources.ts';
import { readWorkGroups } from './athena.ts';
import { readCatalog } from './glue.ts';

const ENVIRONMENT = {
  accountId: '000000000000',
  region: 'eu-west-1',
  apiOrigin: 'http://localhost:4000',
};

function stackOf(Resources: Record<string, { Type: string; Properties?: object }>) {
  const files = { stackName: 'Demo', template: { Resources }, assetPath: () => undefined };
  return resolveStack(files as Parameters<typeof resolveStack>[0], ENVIRONMENT);
}
const groupOf = (Properties: object) =>
  readWorkGroups(stackOf({ Group: { Type: 'AWS::Athena::WorkGroup', Properties } }))[0];

const SERDES = {
  parquet: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
  csv: 'org.apache.hadoop.hive.serde2.OpenCSVSerde',
};
const TABLE = {
  Name: 'Orders',
  StorageDescriptor: {
    Columns: [{ Name: 'id', Type: 'bigint' }],
    Location: { 'Fn::Join': ['', ['s3://', { Ref: 'Files' }, '/orders/']] },
    SerdeInfo: { SerializationLibrary: SERDES.parquet },
  },
};
const catalogOf = (tableInput: object, database: unknown = { Ref: 'Shop' }) =>
  readCatalog(
    stackOf({
      Files: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'files' } },
      Shop: { Type: 'AWS::Glue::Database', Properties: { DatabaseInput: { Name: 'Shop' } } },
      Table: {
        Type: 'AWS::Glue::Table',
        Properties: { DatabaseName: database, TableInput: tableInput },
      },
    }),
  );

test('a work group is read with its settings; it replaces those of its callers unless told otherwise', () => {
  const ResultConfiguration = { OutputLocation: 's3://files/results/' };
  const WorkGroupConfiguration = { ResultConfiguration, BytesScannedCutoffPerQuery: '20000000' };

  expect(groupOf({ Name: 'shop', Description: 'Questions', WorkGroupConfiguration })).toEqual({
    name: 'shop',
    description: 'Questions',
    isEnabled: true,
    isEnforced: true,
    outputLocation: 's3://files/results/',
    maxScannedBytes: 20_000_000,
    configuration: { ResultConfiguration, BytesScannedCutoffPerQuery: 20_000_000 },
  });
  expect(
    groupOf({
      Name: 'shop',
      State: 'DISABLED',
      WorkGroupConfiguration: { EnforceWorkGroupConfiguration: false },
    }),
  ).toMatchObject({ isEnabled: false, isEnforced: false });
});

test.each([
  [{ BytesScannedCutoffPerQuery: 9_999_999 }, 'BytesScannedCutoffPerQuery must be at least'],
  [
    { EngineVersion: { SelectedEngineVersion: 'PySpark engine version 3' } },
    'the engine version PySpark engine version 3 is not there',
  ],
  [{ ResultConfiguration: { OutputLocation: 'files' } }, 'its OutputLocation files is no location'],
  [{ ExecutionRole: 'r' }, 'WorkGroupConfiguration.ExecutionRole is not supported'],
])('a work group with %j is refused at boot', (WorkGroupConfiguration, message) => {
  expect(() => groupOf({ Name: 'shop', WorkGroupConfiguration })).toThrow(`Group: ${message}`);
});

test('databases and tables are read, their names in lower case', () => {
  const { databases, tables } = catalogOf(TABLE);

  expect(databases).toEqual([{ Name: 'shop' }]);
  expect(tables).toMatchObject([
    {
      Name: 'orders',
      DatabaseName: 'shop',
      StorageDescriptor: { Location: 's3://files/orders/', Columns: [{ Name: 'id' }] },
    },
  ]);
});

const withStorage = (storage: object) => ({
  ...TABLE,
  StorageDescriptor: { ...TABLE.StorageDescriptor, ...storage },
});

test.each<[string, object, unknown]>([
  ['its database none is not one of this stack', TABLE, 'none'],
  ['it has PartitionKeys', { ...TABLE, PartitionKeys: [{ Name: 'd', Type: 'date' }] }, undefined],
  [
    'partition projection (projection.enabled) is not there',
    { ...TABLE, Parameters: { 'projection.enabled': 'true' } },
    undefined,
  ],
  [
    'its column id has the type map<string,string>',
    withStorage({ Columns: [{ Name: 'id', Type: 'map<string,string>' }] }),
    undefined,
  ],
  [
    'its SerDe is org.example, and there is:',
    withStorage({ SerdeInfo: { SerializationLibrary: 'org.example' } }),
    undefined,
  ],
  ['its Location (none) is not in S3', withStorage({ Location: '' }), undefined],
  ['it has no columns', withStorage({ Columns: [] }), undefined],
  [
    'its column id is a date, which OpenCSVSerDe reads as a number since 1970',
    withStorage({
      Columns: [{ Name: 'id', Type: 'date' }],
      SerdeInfo: { SerializationLibrary: SERDES.csv },
    }),
    undefined,
  ],
  [
    'its escapeChar is |, and only',
    withStorage({
      SerdeInfo: { SerializationLibrary: SERDES.csv, Parameters: { escapeChar: '|' } },
    }),
    undefined,
  ],
])('a table is refused at boot: %s', (message, input, database) => {
  expect(() => catalogOf(input, database ?? { Ref: 'Shop' })).toThrow(`Table: ${message}`);
});
