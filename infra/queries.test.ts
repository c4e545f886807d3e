import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { beforeAll, expect, test } from 'vitest';
import { hiveType, requireOwnFolders } from './constructs/dataset-tables.ts';
import { ReportsStack } from './reports-stack.ts';

/** Amazon Athena in the template: tables, the work group and its limit, what wakes the generator and what it may do. */

const data = path.join(
  path.dirname(createRequire(import.meta.url).resolve('vega-datasets')),
  '../data',
);
const GIB = 1024 ** 3;

interface Column {
  readonly Name: string;
  readonly Type: string;
}
interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
}

let template: Template;

beforeAll(() => {
  template = synthesise();
});

function synthesise(settings = {}): Template {
  // Validated in everything.test.ts.
  const app = new App({ analyticsReporting: false, builtinCloudFormationValidation: false });
  return Template.fromStack(new ReportsStack(app, 'Reports', { settings }));
}

/** The columns of a dataset's table. */
function columnsOf(name: string): Column[] {
  const [table] = Object.values(
    template.findResources('AWS::Glue::Table', { Properties: { TableInput: { Name: name } } }),
  ) as { Properties: { TableInput: { StorageDescriptor: { Columns: Column[] } } } }[];
  return table?.Properties.TableInput.StorageDescriptor.Columns ?? [];
}

test('the table of flights has the types its Parquet file has', async () => {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const file = `${data}/flights-3m.parquet`;
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM '${file}'`);
  connection.closeSync();
  const inFile = described.getRowObjects().map(({ column_name, column_type }) => ({
    Name: column_name,
    Type: String(column_type).toLowerCase().replace('varchar', 'string'),
  }));

  expect(columnsOf('flights')).toEqual(inFile);
});

test('the table of airports has the columns of its header, in their order, and skips the header', () => {
  const [header] = readFileSync(`${data}/airports.csv`, 'utf8').split(/\r?\n/);

  expect(columnsOf('airports').map(({ Name }) => Name)).toEqual(header?.split(','));
  template.hasResourceProperties('AWS::Glue::Table', {
    TableInput: {
      Name: 'airports',
      Parameters: { 'skip.header.line.count': '1' },
      StorageDescriptor: {
        Location: {
          'Fn::Join': ['', Match.arrayWith(['/datasets/airports/'])],
        },
      },
    },
  });
});

test('days, times and decimals of a CSV file are texts to Athena, whole numbers are numbers', () => {
  expect(hiveType({ name: 'day', type: 'DATE' }, 'csv')).toBe('string');
  expect(hiveType({ name: 'day', type: 'DATE' }, 'parquet')).toBe('date');
  expect(hiveType({ name: 'sum', type: 'DECIMAL(12,2)' }, 'csv')).toBe('string');
  expect(hiveType({ name: 'sum', type: 'DECIMAL(12,2)' }, 'parquet')).toBe('decimal(12,2)');
  expect(hiveType({ name: 'many', type: 'BIGINT' }, 'csv')).toBe('bigint');
});

test('two datasets in one folder are refused with what to do', () => {
  const datasets = [
    { name: 'flights', key: 'datasets/flights.parquet' },
    { name: 'airports', key: 'datasets/airports.csv' },
  ];

  expect(() => requireOwnFolders(datasets)).toThrow(
    'The dataset flights must be alone in its folder datasets/, as Athena reads folders whole, and airports is there too. Give it a key like datasets/flights/flights.parquet.',
  );
});

test('a query may read 100 GiB, and what an operator says instead', () => {
  const limited = (bytes: number) => ({
    WorkGroupConfiguration: {
      BytesScannedCutoffPerQuery: bytes,
      EnforceWorkGroupConfiguration: false,
      EngineVersion: { SelectedEngineVersion: 'Athena engine version 3' },
    },
  });

  template.hasResourceProperties('AWS::Athena::WorkGroup', limited(100 * GIB));
  synthesise({ athenaScanLimitMib: 10 }).hasResourceProperties(
    'AWS::Athena::WorkGroup',
    limited(10_485_760),
  );
});

test('the end of a query of this work group wakes the generator', () => {
  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      source: ['aws.athena'],
      'detail-type': ['Athena Query State Change'],
      detail: {
        workgroupName: [{ Ref: Match.stringLikeRegexp('WorkGroup') }],
        currentState: ['SUCCEEDED', 'FAILED', 'CANCELLED'],
      },
    },
    Targets: [
      { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('generatereport'), 'Arn'] }, Id: 'Target0' },
    ],
  });
});

test('the generator asks Athena in this work group only, of these tables only, and writes below athena/ only', () => {
  const statements = statementsOfGenerator();
  const of = (action: string) =>
    JSON.stringify(statements.filter(({ Action }) => [Action].flat().includes(action)));

  expect(of('athena:StartQueryExecution')).toMatch(/:workgroup\/.*QueriesWorkGroup/);
  expect(of('athena:StartQueryExecution')).not.toContain('*');
  expect(of('glue:GetTable')).toMatch(/:catalog.*:database\/.*\/flights.*\/airports/);
  expect(of('glue:GetTable')).not.toContain('*');
  expect(of('s3:ListMultipartUploadParts')).toContain('/athena/*');
  expect(of('s3:ListMultipartUploadParts')).not.toMatch(/reports\/|datasets\//);
});

test('without Athena there is nothing of it, and the API knows', () => {
  const without = synthesise({ athena: false });
  const text = JSON.stringify(without.toJSON());

  expect(/AWS::(Athena|Glue)|"(athena|glue):|ATHENA_WORKGROUP|"athena\/"/.exec(text)).toBeNull();
  without.hasResourceProperties('AWS::AppSync::GraphQLApi', {
    EnvironmentVariables: { ATHENA: 'false' },
  });
});

function statementsOfGenerator(): Statement[] {
  const policies = Object.values(template.findResources('AWS::IAM::Policy')) as {
    Properties: { PolicyDocument: { Statement: Statement[] }; Roles: { Ref: string }[] };
  }[];
  return policies
    .filter(({ Properties }) => Properties.Roles.some(({ Ref }) => /generatereport/.test(Ref)))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
}
