import { Duration, Size } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { type Function as LambdaFunction, RecursiveLoop } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { bundleFunction } from '../bundle.ts';
import { copyFonts } from '../fonts.ts';
import { copyNativeModules, copySqlQueries, NATIVE_MODULES } from '../native-modules.ts';
import { addNodeFunction, allow, allowToInvoke } from './node-function.ts';

const FILES = 'reports/*';
const SNAPSHOTS = 'snapshots/*';
const DATASETS = 'datasets/*';

export interface ReportFunctionsProps {
  readonly bucket: IBucket;
  readonly datasets: IBucket;
  readonly leaseSeconds: number;
}

/** The generator, the link signer and what removes files, each allowed just what it does. */
export class ReportFunctions extends Construct {
  readonly generateReport: LambdaFunction;
  readonly signDownload: LambdaFunction;
  readonly removeFiles: LambdaFunction;

  constructor(scope: Construct, id: string, props: ReportFunctionsProps) {
    super(scope, id);
    const { bucket, datasets, leaseSeconds } = props;
    this.generateReport = addNodeFunction(this, 'generate-report', this.bundleGenerator(), {
      memorySize: 1769, // one whole vCPU
      timeout: Duration.minutes(15),
      // DuckDB's spilling, a query's result, the datasets.
      ephemeralStorageSize: Size.gibibytes(4),
      // A report of more than 15 minutes goes on by invoking the function again; hops are counted and bounded.
      recursiveLoop: RecursiveLoop.ALLOW,
      environment: {
        REPORTS_BUCKET: bucket.bucketName,
        DATASETS_BUCKET: datasets.bucketName,
        LEASE_SECONDS: String(leaseSeconds),
        // A FIFO being read and blocks being compressed hold a thread each.
        UV_THREADPOOL_SIZE: '8',
      },
    });
    allow(
      this.generateReport,
      ['s3:PutObject', 's3:AbortMultipartUpload'],
      [bucket.arnForObjects(FILES), bucket.arnForObjects(SNAPSHOTS)],
    );
    // A file whose success was refused is taken back; an upload that was begun twice is aborted once.
    allow(this.generateReport, ['s3:DeleteObject'], [bucket.arnForObjects(FILES)]);
    allow(this.generateReport, ['s3:ListBucketMultipartUploads'], [bucket.bucketArn]);
    allow(this.generateReport, ['s3:GetObject'], [bucket.arnForObjects(SNAPSHOTS)]);
    allow(this.generateReport, ['s3:GetObject'], [datasets.arnForObjects(DATASETS)]);
    allowToInvoke(this, 'ContinueReport', this.generateReport, this.generateReport);

    this.signDownload = addNodeFunction(this, 'sign-download', bundleFunction('sign-download'), {
      memorySize: 512,
      timeout: Duration.seconds(10),
      environment: { REPORTS_BUCKET: bucket.bucketName },
    });
    allow(this.signDownload, ['s3:GetObject'], [bucket.arnForObjects(FILES)]);

    this.removeFiles = addNodeFunction(this, 'remove-files', bundleFunction('remove-files'), {
      memorySize: 256,
      timeout: Duration.seconds(20),
      environment: { REPORTS_BUCKET: bucket.bucketName },
    });
    allowToRemoveFiles(this.removeFiles, bucket);
  }

  /**
   * The generator's code with what it reads from files. DuckDB's native code for Lambda's machine, 65 MB, is added
   * when the CDK CLI synthesises (the context is in cdk.json); to run here, Node finds this machine's.
   */
  private bundleGenerator(): string {
    const directory = bundleFunction('generate-report', {
      external: NATIVE_MODULES,
      threads: ['upload/hash-worker.ts'],
    });
    copySqlQueries(directory);
    copyFonts(directory);
    if (this.node.tryGetContext('nativeModules') === true) {
      copyNativeModules({ directory, architecture: 'arm64' });
    }
    return directory;
  }
}

/** What functions/lib/report-files.ts does: finds and removes what a report has in storage. */
export function allowToRemoveFiles(target: LambdaFunction, bucket: IBucket): void {
  allow(target, ['s3:ListBucket', 's3:ListBucketMultipartUploads'], [bucket.bucketArn]);
  allow(
    target,
    ['s3:DeleteObject', 's3:AbortMultipartUpload'],
    [bucket.arnForObjects(FILES), bucket.arnForObjects(SNAPSHOTS)],
  );
}
