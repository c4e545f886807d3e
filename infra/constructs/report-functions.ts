import { Duration, Size } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { type IRole, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  type FunctionProps,
  RecursiveLoop,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { bundleFunction } from '../bundle.ts';
import { copyFonts } from '../fonts.ts';
import { copyNativeModules, copySqlQueries, NATIVE_MODULES } from '../native-modules.ts';

const FILES = 'reports/*';
const SNAPSHOTS = 'snapshots/*';
const DATASETS = 'datasets/*';

export interface ReportFunctionsProps {
  readonly bucket: IBucket;
  readonly datasets: IBucket;
}

/** The generator and the link signer, each allowed just what it does. */
export class ReportFunctions extends Construct {
  readonly generateReport: LambdaFunction;
  readonly signDownload: LambdaFunction;

  constructor(scope: Construct, id: string, { bucket, datasets }: ReportFunctionsProps) {
    super(scope, id);
    this.generateReport = this.addFunction('generate-report', this.bundleGenerator(), {
      memorySize: 1769, // one whole vCPU
      timeout: Duration.minutes(15),
      // DuckDB's spilling, a query's result, the datasets.
      ephemeralStorageSize: Size.gibibytes(4),
      // A report of more than 15 minutes goes on by invoking the function again; hops are counted and bounded.
      recursiveLoop: RecursiveLoop.ALLOW,
      environment: {
        REPORTS_BUCKET: bucket.bucketName,
        DATASETS_BUCKET: datasets.bucketName,
        // A FIFO being read and blocks being compressed hold a thread each.
        UV_THREADPOOL_SIZE: '8',
      },
    });
    this.signDownload = this.addFunction('sign-download', bundleFunction('sign-download'), {
      memorySize: 512,
      timeout: Duration.seconds(10),
      environment: { REPORTS_BUCKET: bucket.bucketName },
    });
    this.allow(
      this.generateReport,
      ['s3:PutObject', 's3:AbortMultipartUpload'],
      [bucket.arnForObjects(FILES), bucket.arnForObjects(SNAPSHOTS)],
    );
    this.allow(this.generateReport, ['s3:GetObject'], [bucket.arnForObjects(SNAPSHOTS)]);
    this.allow(this.generateReport, ['s3:GetObject'], [datasets.arnForObjects(DATASETS)]);
    this.allow(this.signDownload, ['s3:GetObject'], [bucket.arnForObjects(FILES)]);
    // A policy of its own: in the role's default one, the function and its role would wait for each other.
    new Policy(this, 'ContinueReport', {
      roles: [roleOf(this.generateReport)],
      statements: [
        new PolicyStatement({
          actions: ['lambda:InvokeFunction'],
          resources: [this.generateReport.functionArn],
        }),
      ],
    });
  }

  private allow(target: LambdaFunction, actions: string[], resources: string[]): void {
    target.addToRolePolicy(new PolicyStatement({ actions, resources }));
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

  private addFunction(
    name: string,
    directory: string,
    props: Pick<
      FunctionProps,
      'memorySize' | 'timeout' | 'environment' | 'ephemeralStorageSize' | 'recursiveLoop'
    >,
  ): LambdaFunction {
    return new LambdaFunction(this, name, {
      ...props,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(directory),
      logGroup: new LogGroup(this, `${name}-logs`, { retention: RetentionDays.ONE_MONTH }),
    });
  }
}

function roleOf({ role }: LambdaFunction): IRole {
  if (!role) throw new Error('the function has no role');
  return role;
}
