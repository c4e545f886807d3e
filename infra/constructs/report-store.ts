import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/** Days a finished file is kept. */
export const RETENTION_DAYS = 7;

/** Where reports are: a row each in the table, a file each in a private bucket. */
export class ReportStore extends Construct {
  readonly table: TableV2;
  readonly bucket: Bucket;
  /** What reports read. */
  readonly datasets: Bucket;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.table = new TableV2(this, 'Reports', {
      partitionKey: { name: 'owner', type: AttributeType.STRING },
      sortKey: { name: 'reportId', type: AttributeType.STRING },
      // A local index, because it can be read consistently: a report is in the list once it was accepted.
      localSecondaryIndexes: [
        { indexName: 'byCreatedAt', sortKey: { name: 'createdAt', type: AttributeType.STRING } },
      ],
      billing: Billing.onDemand(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const secured = {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
    };
    this.bucket = new Bucket(this, 'Files', {
      ...secured,
      lifecycleRules: [
        { prefix: 'reports/', expiration: Duration.days(RETENTION_DAYS) },
        // The results of queries that took more than one invocation to write.
        { prefix: 'snapshots/', expiration: Duration.days(1) },
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
    this.datasets = new Bucket(this, 'Datasets', secured);
  }
}
