import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, ResourcePolicy, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { ReportsSettings } from '../settings.ts';

/** As resolvers/lib/report-event.ts has it. */
const EVENT_SOURCE = 'appsync-reports';

/** The bus on which every end of a report is told: docs/events.md. Mail, chat and webhooks are a rule away. */
export class ReportEvents extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, { exampleRule }: Pick<ReportsSettings, 'exampleRule'>) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus');
    if (exampleRule) this.addExampleRule();
  }

  /** Writes how reports end to a log group: put your own target in its place, or another rule beside it. */
  private addExampleRule(): void {
    const logGroup = new LogGroup(this, 'ExampleLog', {
      // documented: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html (the prefix)
      logGroupName: `/aws/events/${Stack.of(this).stackName}-report-endings`,
      retention: RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const rule = new Rule(this, 'ExampleRule', {
      description: 'Example: reports that have ended, to a log group.',
      eventBus: this.bus,
      eventPattern: {
        source: [EVENT_SOURCE],
        detailType: ['Report Succeeded', 'Report Failed', 'Report Cancelled'],
      },
    });
    const { region, account, partition } = Stack.of(this);
    // CDK's own target for log groups would add a function that only writes this policy.
    const policy = new ResourcePolicy(this, 'ExampleLogPolicy', {
      policyStatements: [
        new PolicyStatement({
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          principals: [
            new ServicePrincipal('events.amazonaws.com'),
            new ServicePrincipal('delivery.logs.amazonaws.com'),
          ],
          resources: [logGroup.logGroupArn],
        }),
      ],
    });
    rule.addTarget({
      bind: () => ({
        arn: `arn:${partition}:logs:${region}:${account}:log-group:${logGroup.logGroupName}`,
        targetResource: logGroup,
      }),
    });
    rule.node.addDependency(policy);
  }
}
