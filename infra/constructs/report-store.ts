import { Duration } from 'aws-cdk-lib';
import { AttributeType, Billing, ProjectionType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Bucket, HttpMethods, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { ReportsSettings } from '../settings.ts';
import { isProduction, removalPolicyOf } from '../stage.ts';
import { addAccessLogs, privateBucket } from './private-bucket.ts';

/** Reports of an owner, latest first. */
export const CREATED_INDEX = 'byCreatedAt';
/** Those of an owner that are under way. */
export const ACTIVE_INDEX = 'byActive';
/** The index of reports that somebody must look at, by when: recovery reads it. */
export const DUE_INDEX = 'byDue';

/** Where reports are: a row each in the table, a file each in a private bucket. */
export class ReportStore extends Construct {
  readonly table: TableV2;
  readonly bucket: Bucket;
  /** What reports read. */
  readonly datasets: Bucket;
  /** Who has read which file, when the setting `accessLogs` is on. */
  readonly accessLogs: Bucket | undefined;

  constructor(scope: Construct, id: string, settings: ReportsSettings) {
    super(scope, id);
    const removalPolicy = removalPolicyOf(settings);
    // Encrypted by DynamoDB with a key of its own: it costs nothing, and nobody but the roles below can read the table anyway.
    this.table = new TableV2(this, 'Reports', {
      partitionKey: { name: 'owner', type: AttributeType.STRING },
      sortKey: { name: 'reportId', type: AttributeType.STRING },
      // Local indexes, because they can be read consistently: a report is in the list, and counts, once it was accepted.
      localSecondaryIndexes: [
        { indexName: CREATED_INDEX, sortKey: { name: 'createdAt', type: AttributeType.STRING } },
        {
          indexName: ACTIVE_INDEX,
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
      deletionProtection: isProduction(settings),
      removalPolicy,
    });
    const accessLogs = (this.accessLogs = settings.accessLogs
      ? addAccessLogs(this, removalPolicy)
      : undefined);
    const secured = {
      ...privateBucket(removalPolicy),
      ...(accessLogs ? { serverAccessLogsBucket: accessLogs } : {}),
    };
    this.bucket = new Bucket(this, 'Files', {
      ...secured,
      ...corsOf(settings),
      lifecycleRules: [
        // Recovery removes each file when its time is over; this is for those of reports that are lost to it.
        { prefix: 'reports/', expiration: Duration.days(settings.retentionDays + 1) },
        // The results of queries that took more than one invocation to write.
        { prefix: 'snapshots/', expiration: Duration.days(1) },
        // What Athena wrote for reports: those that are made have no more use for it.
        ...(settings.athena ? [{ prefix: 'athena/', expiration: Duration.days(1) }] : []),
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
    this.datasets = new Bucket(this, 'Datasets', secured);
    if (!accessLogs) for (const bucket of [this.bucket, this.datasets]) acknowledgeNoLogs(bucket);
  }
}

/** Our page and our clients follow links, which asks for no permission; the scripts of other sites need one. */
function corsOf({ allowedOrigins }: ReportsSettings) {
  if (allowedOrigins.length === 0) return {};
  return {
    cors: [
      {
        allowedOrigins: [...allowedOrigins],
        allowedMethods: [HttpMethods.GET, HttpMethods.HEAD],
        exposedHeaders: ['ETag', 'Content-Disposition'],
        maxAge: 3600,
      },
    ],
  };
}

function acknowledgeNoLogs(bucket: IBucket): void {
  acknowledge(bucket, 'S1', 'The setting accessLogs is off.');
}
