import { Duration, Size } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { type Function as LambdaFunction, RecursiveLoop } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { bundleFunction } from '../bundle.ts';
import { copyFonts } from '../fonts.ts';
import { copyNativeModules, copySqlQueries, NATIVE_MODULES } from '../native-modules.ts';
import type { ReportsSettings } from '../settings.ts';
import { addNodeFunction, allow, allowToInvoke } from './node-function.ts';

const FILES = 'reports/*';
const SNAPSHOTS = 'snapshots/*';
const QUERIES = 'athena/*';
const DATASETS = 'datasets/*';
const EACH_OWNER = 'Keys begin with the owner and the report: there is one for each.';

export interface ReportFunctionsProps {
  readonly bucket: IBucket;
  readonly datasets: IBucket;
  readonly settings: ReportsSettings;
}

/** The generator, the link signer and what removes files, each allowed just what it does. */
export class ReportFunctions extends Construct {
  readonly generateReport: LambdaFunction;
  /** Undefined where large reports have no lane. */
  readonly generateLargeReport: LambdaFunction | undefined;
  readonly signDownload: LambdaFunction;
  readonly removeFiles: LambdaFunction;

  constructor(scope: Construct, id: string, props: ReportFunctionsProps) {
    super(scope, id);
    const { bucket, settings } = props;
    this.generateReport = this.addGenerator(
      'generate-report',
      'ContinueReport',
      settings.generatorConcurrency,
      props,
    );
    // The same code with places of its own: reports that take long take none of those for others.
    this.generateLargeReport =
      settings.largeGeneratorConcurrency === 0
        ? undefined
        : this.addGenerator(
            'generate-large-report',
            'ContinueLargeReport',
            settings.largeGeneratorConcurrency,
            props,
          );

    this.signDownload = addNodeFunction(this, 'sign-download', bundleFunction('sign-download'), {
      settings,
      memorySize: 512, // a reader waits for it: more CPU, a shorter cold start
      timeout: Duration.seconds(10),
      environment: { REPORTS_BUCKET: bucket.bucketName },
    });
    allow(this.signDownload, ['s3:GetObject'], [bucket.arnForObjects(FILES)], EACH_OWNER);

    this.removeFiles = addNodeFunction(this, 'remove-files', bundleFunction('remove-files'), {
      settings,
      memorySize: 256, // it waits for S3 most of the time
      timeout: Duration.seconds(20), // within the 30 of the mutation that calls it
      environment: { REPORTS_BUCKET: bucket.bucketName },
    });
    allowToRemoveFiles(this.removeFiles, bucket);
  }

  /** A generator, with at most `reserved` at once; 0 reserves and bounds nothing. */
  private addGenerator(
    name: string,
    continueId: string,
    reserved: number,
    { bucket, datasets, settings }: ReportFunctionsProps,
  ): LambdaFunction {
    const generator = addNodeFunction(this, name, this.bundleGenerator(settings), {
      settings,
      // 1,769 MiB are one whole vCPU, which encoding keeps busy; DuckDB takes what memory there is beside the parts.
      memorySize: settings.generatorMemoryMib,
      // As long as Lambda lets it: each further invocation costs a start and a claim.
      timeout: Duration.seconds(settings.generatorTimeoutSeconds),
      // DuckDB's spilling, a query's result, the datasets.
      ephemeralStorageSize: Size.gibibytes(4),
      ...(reserved === 0 ? {} : { reservedConcurrentExecutions: reserved }),
      // A report of more than 15 minutes goes on by invoking the function again; hops are counted and bounded.
      recursiveLoop: RecursiveLoop.ALLOW,
      environment: {
        // One service, whichever function it is: metrics are of reports.
        POWERTOOLS_SERVICE_NAME: 'generate-report',
        REPORTS_BUCKET: bucket.bucketName,
        DATASETS_BUCKET: datasets.bucketName,
        LEASE_SECONDS: String(settings.leaseSeconds),
        JOIN_ABOVE_ROWS: String(settings.joinAboveRows),
        // A FIFO being read and blocks being compressed hold a thread each.
        UV_THREADPOOL_SIZE: '8',
      },
    });
    allow(
      generator,
      ['s3:PutObject', 's3:AbortMultipartUpload'],
      [bucket.arnForObjects(FILES), bucket.arnForObjects(SNAPSHOTS)],
      EACH_OWNER,
    );
    // A file whose success was refused is taken back; an upload that was begun twice is aborted once.
    allow(generator, ['s3:DeleteObject'], [bucket.arnForObjects(FILES)]);
    allow(generator, ['s3:ListBucketMultipartUploads'], [bucket.bucketArn]);
    allow(generator, ['s3:GetObject'], [bucket.arnForObjects(SNAPSHOTS)]);
    allow(
      generator,
      ['s3:GetObject'],
      [datasets.arnForObjects(DATASETS)],
      'A new kind of report may read a new dataset.',
    );
    allowToInvoke(this, continueId, generator, generator);
    return generator;
  }

  /**
   * The generator's code with what it reads from files. DuckDB's native code for Lambda's machine, 65 MB, is added
   * when the CDK CLI synthesises (the context is in cdk.json); to run here, Node finds this machine's.
   */
  private bundleGenerator({ architecture }: ReportsSettings): string {
    const directory = bundleFunction('generate-report', {
      external: NATIVE_MODULES,
      threads: ['upload/hash-worker.ts', 'upload/send-worker.ts'],
    });
    copySqlQueries(directory);
    copyFonts(directory);
    if (this.node.tryGetContext('nativeModules') === true) {
      copyNativeModules({ directory, architecture });
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
    [FILES, SNAPSHOTS, QUERIES].map((folder) => bucket.arnForObjects(folder)),
    EACH_OWNER,
  );
}
