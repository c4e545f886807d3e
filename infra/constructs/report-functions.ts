import { Duration } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { bundleFunction } from '../bundle.ts';

const FILES = 'reports/*';

export interface ReportFunctionsProps {
  readonly bucket: IBucket;
}

/** The generator and the link signer, each allowed just what it does. */
export class ReportFunctions extends Construct {
  readonly generateReport: LambdaFunction;
  readonly signDownload: LambdaFunction;

  constructor(scope: Construct, id: string, { bucket }: ReportFunctionsProps) {
    super(scope, id);
    const environment = { REPORTS_BUCKET: bucket.bucketName };
    this.generateReport = this.addFunction('generate-report', {
      memorySize: 1769, // one whole vCPU
      timeout: Duration.minutes(15),
      environment,
    });
    this.signDownload = this.addFunction('sign-download', {
      memorySize: 512,
      timeout: Duration.seconds(10),
      environment,
    });
    this.generateReport.addToRolePolicy(
      new PolicyStatement({
        actions: ['s3:PutObject', 's3:AbortMultipartUpload'],
        resources: [bucket.arnForObjects(FILES)],
      }),
    );
    this.signDownload.addToRolePolicy(
      new PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects(FILES)] }),
    );
  }

  private addFunction(
    name: string,
    props: { memorySize: number; timeout: Duration; environment: Record<string, string> },
  ): LambdaFunction {
    return new LambdaFunction(this, name, {
      ...props,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(bundleFunction(name)),
      logGroup: new LogGroup(this, `${name}-logs`, { retention: RetentionDays.ONE_MONTH }),
    });
  }
}
