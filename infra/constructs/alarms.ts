import { Duration } from 'aws-cdk-lib';
import type { GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { faultRatio, ofApi, ofReports, queueAge } from './metrics.ts';

const FIVE_MINUTES = Duration.minutes(5);
const LEAST_REPORTS = 5;
const FAULT_PERCENT = 20;
/** Recovery starts a lost report again within a lease and a minute; who waits longer waits for a place. */
const QUEUE_SECONDS = 300;
const API_FAULTS = [
  '5XXError',
  'ConnectServerError',
  'SubscribeServerError',
  'PublishDataMessageServerError',
];

export interface AlarmsProps {
  readonly api: GraphqlApi;
  /** The usual one first; of the lane for large reports only errors count, as waiting for a place is what it is for. */
  readonly generators: readonly [LambdaFunction, ...LambdaFunction[]];
  readonly recoverReports: LambdaFunction;
  /** What else must not fail. */
  readonly others: readonly LambdaFunction[];
  readonly email: string | undefined;
}

/** Alarms somebody has to do something about; docs/runbook.md says what, by their names. */
export class Alarms extends Construct {
  readonly all: Alarm[] = [];
  private readonly topic: Topic | undefined;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.topic = props.email === undefined ? undefined : this.addTopic(props.email);
    this.addAlarmsOfReports();
    this.addAlarmsOfFunctions(props);
    this.addAlarmsOfApi(props.api);
  }

  private addAlarmsOfReports(): void {
    this.add('QueueAge', 'Reports wait too long for their start.', {
      metric: queueAge(),
      threshold: QUEUE_SECONDS,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
    });
    this.add('FaultRatio', 'Many reports end by a fault that is not of their order.', {
      metric: faultRatio(LEAST_REPORTS, Duration.minutes(15)),
      threshold: FAULT_PERCENT,
      evaluationPeriods: 1,
    });
    this.add('RecoveryExhausted', 'A report was given up after its last attempt.', {
      metric: ofReports('RecoveryExhausted', 'recover-reports', { period: FIVE_MINUTES }),
      threshold: 1,
      evaluationPeriods: 1,
    });
  }

  private addAlarmsOfFunctions({ generators, recoverReports, others }: AlarmsProps): void {
    const sum = { statistic: Stats.SUM, period: FIVE_MINUTES };
    this.add('GeneratorErrors', 'Invocations of the generator end without an outcome.', {
      metric: errorsOf(generators),
      threshold: 3, // one is recovered without anybody's noticing
      evaluationPeriods: 1,
    });
    this.add('GeneratorThrottles', 'Lambda has no place for generators.', {
      metric: generators[0].metricThrottles(sum),
      threshold: 1,
      evaluationPeriods: 3,
    });
    this.add('RecoveryErrors', 'Recovery fails, run after run.', {
      metric: recoverReports.metricErrors(sum),
      threshold: 3,
      evaluationPeriods: 1,
    });
    this.add('RecoveryStopped', 'Recovery has not run for ten minutes.', {
      metric: recoverReports.metricInvocations(sum),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
      evaluationPeriods: 2,
    });
    for (const other of others) {
      this.add(`${pascalCase(other.node.id)}Errors`, `The function ${other.node.id} fails.`, {
        metric: other.metricErrors(sum),
        threshold: 3,
        evaluationPeriods: 1,
      });
    }
  }

  private addAlarmsOfApi(api: GraphqlApi): void {
    const faults = Object.fromEntries(
      API_FAULTS.map((name, index) => [`f${index}`, ofApi(api, name, { period: FIVE_MINUTES })]),
    );
    this.add('ApiFaults', 'AppSync answers requests or sockets with faults of its own.', {
      metric: new MathExpression({
        expression: Object.keys(faults)
          .map((id) => `FILL(${id},0)`)
          .join('+'),
        label: 'faults of AppSync',
        usingMetrics: faults,
        period: FIVE_MINUTES,
      }),
      threshold: 5,
      evaluationPeriods: 1,
    });
  }

  private add(name: string, alarmDescription: string, props: AlarmProps): void {
    const alarm = new Alarm(this, name, {
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...props,
      alarmDescription: `${alarmDescription} docs/runbook.md, ${name}.`,
    });
    if (this.topic) {
      const action = new SnsAction(this.topic);
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
    }
    this.all.push(alarm);
  }

  /** Not encrypted with a key: CloudWatch may not use SNS's own, and an alarm's text names nobody. */
  private addTopic(email: string): Topic {
    const topic = new Topic(this, 'Topic', { enforceSSL: true, displayName: 'Reports' });
    topic.addSubscription(new EmailSubscription(email));
    return topic;
  }
}

function errorsOf(generators: AlarmsProps['generators']): IMetric {
  const errors = generators.map((generator) =>
    generator.metricErrors({ statistic: Stats.SUM, period: FIVE_MINUTES }),
  );
  const [first, ...more] = errors;
  if (first && more.length === 0) return first;
  const usingMetrics = Object.fromEntries(errors.map((metric, index) => [`g${index}`, metric]));
  return new MathExpression({
    expression: Object.keys(usingMetrics)
      .map((id) => `FILL(${id},0)`)
      .join('+'),
    label: 'errors of generators',
    usingMetrics,
    period: FIVE_MINUTES,
  });
}

function pascalCase(id: string): string {
  return id.replace(/(^|-)[a-z]/g, (letter) => letter.replace('-', '').toUpperCase());
}
