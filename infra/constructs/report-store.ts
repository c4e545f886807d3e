import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, ProjectionType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/** The index of reports that somebody must look at, by when: recovery reads it. */
export const DUE_INDEX = 'byDue';
/** The indexes of an owner's reports: all of them, and those that are not over. */
export const LISTS = ['byCreatedAt', 'byActive'] as const;

export interface ReportStoreProps {
  /** Days a finished file is kept. */
  readonly retentionDays: number;
}

/** Where reports are: a row each in the table, a file each in a private bucket. */
export class ReportStore extends Construct {
  readonly table: TableV2;
  readonly bucket: Bucket;
  /** What reports read. */
  readonly datasets: Bucket;

  constructor(scope: Construct, id: string, { retentionDays }: ReportStoreProps) {
    super(scope, id);
    this.table = new TableV2(this, 'Reports', {
      partitionKey: { name: 'owner', type: AttributeType.STRING },
      sortKey: { name: 'reportId', type: AttributeType.STRING },
      // Local indexes, because they can be read consistently: a report is in the list, and counts, once it was accepted.
      localSecondaryIndexes: [
        { indexName: 'byCreatedAt', sortKey: { name: 'createdAt', type: AttributeType.STRING } },
        {
          indexName: 'byActive',
          sortKey: { name: 'activeSince', type: AttributeType.STRING },
          projectionType: ProjectionType.KEYS_ONLY,
        },
      ],
      globalSecondaryIndexes: [
        {
          indexName: DUE_INDEX,
          partitionKey: { name: 'dueShard', type: AttributeType.STRING },
          sortKey: { name: 'dueAt', type: AttributeType.NUMBER },
          projectionType: ProjectionType.KEYS_ONLY,
        },
      ],
      timeToLiveAttribute: 'removeAt',
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
        // Recovery removes each file when its time is over; this is for those of reports that are lost to it.
        { prefix: 'reports/', expiration: Duration.days(retentionDays + 1) },
        // The results of queries that took more than one invocation to write.
        { prefix: 'snapshots/', expiration: Duration.days(1) },
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
    this.datasets = new Bucket(this, 'Datasets', secured);
  }
}
