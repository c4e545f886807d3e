import { Arn, ArnFormat, Stack } from 'aws-cdk-lib';
import { type CfnGraphQLApi, FieldLogLevel, type GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge, acknowledgePatterns } from '../acknowledge.ts';
import type { ReportsSettings } from '../settings.ts';
import { logRetentionOf, removalPolicyOf } from '../stage.ts';

export interface ApiLogsProps {
  readonly api: GraphqlApi;
  readonly settings: ReportsSettings;
}

/**
 * The API's log: its errors, without headers, arguments and results, so that it holds no token and no report. The
 * CDK's `logConfig` would set the retention by a function of its own; here the group is made under the name AppSync uses.
 * documented: https://docs.aws.amazon.com/appsync/latest/devguide/monitoring.html (`/aws/appsync/apis/{apiId}`)
 */
export class ApiLogs extends Construct {
  constructor(scope: Construct, id: string, { api, settings }: ApiLogsProps) {
    super(scope, id);
    // The API waits for its role, so the role cannot name the API: it may write to the logs of this account's APIs.
    const anyApi = Arn.format(
      {
        service: 'logs',
        resource: 'log-group',
        resourceName: '/aws/appsync/apis/*',
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      },
      Stack.of(this),
    );
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('appsync.amazonaws.com'),
      inlinePolicies: {
        WriteLogs: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
              resources: [anyApi],
            }),
          ],
        }),
      },
    });
    acknowledgePatterns(role, [anyApi], 'The API’s id is not known before its role is there.');
    new LogGroup(this, 'Group', {
      logGroupName: `/aws/appsync/apis/${api.apiId}`,
      retention: logRetentionOf(settings),
      removalPolicy: removalPolicyOf(settings),
    });
    (api.node.defaultChild as CfnGraphQLApi).logConfig = {
      cloudWatchLogsRoleArn: role.roleArn,
      fieldLogLevel: FieldLogLevel.ERROR,
      excludeVerboseContent: true,
    };
    acknowledge(
      api,
      'ASC3',
      'It logs, and leaves out what the rule asks for: headers with tokens, arguments and results.',
    );
  }
}
