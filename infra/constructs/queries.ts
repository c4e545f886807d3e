import { Stack } from 'aws-cdk-lib';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { CfnDatabase } from 'aws-cdk-lib/aws-glue';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { ReportsSettings } from '../settings.ts';
import { addDatasetTables } from './dataset-tables.ts';
import { allow } from './node-function.ts';

const BYTES_PER_MIB = 1_048_576;
/** What Athena writes for a report, and nothing else: parts, a manifest, its own records. */
const QUERY_FILES = 'athena/*';

export interface QueriesProps {
  readonly bucket: IBucket;
  readonly datasets: IBucket;
  readonly generateReport: LambdaFunction;
  readonly settings: ReportsSettings;
}

/** Amazon Athena for reports that are large: the datasets as tables, a work group with a limit, and word to the generator when a query has ended. */
export class Queries extends Construct {
  constructor(scope: Construct, id: string, props: QueriesProps) {
    super(scope, id);
    const { datasets, generateReport, settings } = props;
    const { stackName, account } = Stack.of(this);
    const database = new CfnDatabase(this, 'Database', {
      catalogId: account,
      databaseInput: {
        // documented: https://docs.aws.amazon.com/athena/latest/ug/tables-databases-columns-names.html (lower case, underscores)
        name: `${stackName.toLowerCase().replaceAll(/[^a-z0-9]/g, '_')}_datasets`,
        description: 'What reports read.',
      },
    });
    const tables = addDatasetTables(this, database, datasets);
    const workGroup = new CfnWorkGroup(this, 'WorkGroup', {
      name: `${stackName}-queries`,
      description: 'Queries of reports.',
      // Its history of queries must not keep the stack from being removed.
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        // Each attempt names a place of its own for what its query writes.
        enforceWorkGroupConfiguration: false,
        // documented: https://docs.aws.amazon.com/athena/latest/ug/workgroups-setting-control-limits-cloudwatch.html (for each query of the group)
        bytesScannedCutoffPerQuery: settings.athenaScanLimitMib * BYTES_PER_MIB,
        publishCloudWatchMetricsEnabled: true,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
      },
    });
    acknowledge(workGroup, 'ATH1', 'The files bucket encrypts whatever is written to it.');
    generateReport.addEnvironment('ATHENA_WORKGROUP', workGroup.ref);
    generateReport.addEnvironment('ATHENA_DATABASE', database.ref);
    this.allowQueries(props, workGroup, database, tables);
    new Rule(this, 'QueryEnded', {
      description: 'A query of a report has ended: the generator goes on.',
      // documented: https://docs.aws.amazon.com/athena/latest/ug/athena-events.html
      eventPattern: {
        source: ['aws.athena'],
        detailType: ['Athena Query State Change'],
        detail: {
          workgroupName: [workGroup.ref],
          currentState: ['SUCCEEDED', 'FAILED', 'CANCELLED'],
        },
      },
      targets: [new LambdaTarget(generateReport)],
    });
  }

  /** Athena reads the catalog and both buckets with its caller's permissions. */
  private allowQueries(
    { bucket, datasets, generateReport }: QueriesProps,
    workGroup: CfnWorkGroup,
    database: CfnDatabase,
    tables: readonly string[],
  ): void {
    const { partition, region, account } = Stack.of(this);
    const glue = `arn:${partition}:glue:${region}:${account}`;
    allow(
      generateReport,
      [
        'athena:StartQueryExecution',
        'athena:GetQueryExecution',
        'athena:StopQueryExecution',
        'athena:GetQueryRuntimeStatistics',
      ],
      [`arn:${partition}:athena:${region}:${account}:workgroup/${workGroup.ref}`],
    );
    // documented: https://docs.aws.amazon.com/athena/latest/ug/fine-grained-access-to-glue-resources.html (the catalog, the database and the tables)
    allow(
      generateReport,
      ['glue:GetDatabase', 'glue:GetTable', 'glue:GetTables', 'glue:GetPartitions'],
      [
        `${glue}:catalog`,
        `${glue}:database/${database.ref}`,
        ...tables.map((table) => `${glue}:table/${database.ref}/${table}`),
      ],
    );
    // documented: the same page (Athena asks for the database `default` of every account, and for no table of it)
    allow(generateReport, ['glue:GetDatabase'], [`${glue}:database/default`]);
    // documented: https://docs.aws.amazon.com/athena/latest/ug/s3-permissions.html, and the policy AmazonAthenaFullAccess it names
    allow(
      generateReport,
      ['s3:GetBucketLocation', 's3:ListBucket'],
      [datasets.bucketArn, bucket.bucketArn],
    );
    allow(
      generateReport,
      ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      [bucket.arnForObjects(QUERY_FILES)],
      'Keys begin with the owner and the report: there is one for each.',
    );
    // The generator itself removes what is of no use once the report has its file.
    allow(
      generateReport,
      ['s3:DeleteObject'],
      [bucket.arnForObjects(QUERY_FILES)],
      'Keys begin with the owner and the report: there is one for each.',
    );
  }
}
