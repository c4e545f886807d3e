import { Duration } from 'aws-cdk-lib';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { EventInvokeConfig, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { bundleFunction } from '../bundle.ts';
import type { ReportsSettings } from '../settings.ts';
import { addNodeFunction, allow, allowToInvoke } from './node-function.ts';
import { allowToRemoveFiles } from './report-functions.ts';
import { DUE_INDEX } from './report-store.ts';

export interface RecoveryProps {
  readonly table: ITableV2;
  readonly bucket: IBucket;
  readonly generateReport: LambdaFunction;
  /** Makes large reports, where they have a lane. */
  readonly generateLargeReport: LambdaFunction | undefined;
  readonly settings: ReportsSettings;
}

/** Finds reports nobody answers for: every minute, and at once when Lambda gives up an invocation of the generator. */
export class Recovery extends Construct {
  readonly recoverReports: LambdaFunction;

  constructor(scope: Construct, id: string, props: RecoveryProps) {
    super(scope, id);
    const { table, bucket, generateReport, generateLargeReport, settings } = props;
    this.recoverReports = addNodeFunction(
      this,
      'recover-reports',
      bundleFunction('recover-reports'),
      {
        settings,
        memorySize: 256, // it waits for the API and S3 most of the time
        timeout: Duration.seconds(55), // done before the next schedule
        environment: {
          REPORTS_TABLE: table.tableName,
          REPORTS_BUCKET: bucket.bucketName,
          GENERATOR_FUNCTION: generateReport.functionName,
          ...(generateLargeReport && {
            LARGE_GENERATOR_FUNCTION: generateLargeReport.functionName,
          }),
        },
      },
    );
    allow(this.recoverReports, ['dynamodb:Query'], [`${table.tableArn}/index/${DUE_INDEX}`]);
    allowToRemoveFiles(this.recoverReports, bucket);
    this.answerFor('', generateReport);
    if (generateLargeReport) this.answerFor('Large', generateLargeReport);
    new Rule(this, 'EveryMinute', {
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaTarget(this.recoverReports)],
    });
  }

  /** A generator's reports are started again by recovery, and by nobody else. */
  private answerFor(prefix: string, generator: LambdaFunction): void {
    allowToInvoke(this, `${prefix}StartAgain`, this.recoverReports, generator);
    allowToInvoke(this, `${prefix}TellOfFailure`, generator, this.recoverReports);
    // Lambda must not try again by itself: an attempt is counted, and its leftovers removed, before the next one starts.
    new EventInvokeConfig(this, `${prefix}GeneratorEvents`, {
      function: generator,
      retryAttempts: 0,
      // An event that waits longer is of a report that recovery has started again, or ended.
      maxEventAge: Duration.hours(1),
      onFailure: { bind: () => ({ destination: this.recoverReports.functionArn }) },
    });
  }
}
