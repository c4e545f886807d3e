import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { CfnGraphQLApi } from 'aws-cdk-lib/aws-appsync';
import type { Construct } from 'constructs';
import { Comparison } from './constructs/comparison.ts';
import { Recovery } from './constructs/recovery.ts';
import { ReportFunctions } from './constructs/report-functions.ts';
import { ReportStore } from './constructs/report-store.ts';
import { ReportsApi } from './constructs/reports-api.ts';
import { Users } from './constructs/users.ts';
import { WebHeadersPolicy } from './constructs/web-headers-policy.ts';
import { readSettings, type ReportsSettings } from './settings.ts';

export interface ReportsStackProps extends StackProps {
  /** What differs from the context and the defaults. */
  readonly settings?: Partial<ReportsSettings>;
}

/** The whole product: users, the API, the functions behind it, the table and the bucket. */
export class ReportsStack extends Stack {
  constructor(scope: Construct, id: string, { settings: given, ...props }: ReportsStackProps = {}) {
    super(scope, id, props);
    const settings = readSettings(this.node, given);
    const users = new Users(this, 'Users', settings);
    const store = new ReportStore(this, 'Store', settings);
    const functions = new ReportFunctions(this, 'Functions', {
      bucket: store.bucket,
      datasets: store.datasets,
      leaseSeconds: settings.leaseSeconds,
    });
    const { recoverReports } = new Recovery(this, 'Recovery', {
      table: store.table,
      bucket: store.bucket,
      generateReport: functions.generateReport,
    });
    const { api } = new ReportsApi(this, 'Api', {
      userPool: users.userPool,
      table: store.table,
      generateReport: functions.generateReport,
      signDownload: functions.signDownload,
      removeFiles: functions.removeFiles,
      settings,
    });
    functions.generateReport.addEnvironment('GRAPHQL_URL', api.graphqlUrl);
    recoverReports.addEnvironment('GRAPHQL_URL', api.graphqlUrl);
    api.grantMutation(functions.generateReport, 'reportStarted', 'reportProgressed', 'reportReady');
    api.grantMutation(recoverReports, 'reportOverdue');

    const { attrRealtimeUrl } = api.node.defaultChild as CfnGraphQLApi;
    if (settings.comparison) new Comparison(this, 'Comparison', { api });
    new WebHeadersPolicy(this, 'WebHeaders', {
      connectSources: [
        api.graphqlUrl,
        attrRealtimeUrl,
        `https://cognito-idp.${this.region}.amazonaws.com`,
        `https://${store.bucket.bucketRegionalDomainName}`,
      ],
    });
    new CfnOutput(this, 'GraphqlUrl', { value: api.graphqlUrl });
    new CfnOutput(this, 'RealtimeUrl', { value: attrRealtimeUrl });
    new CfnOutput(this, 'UserPoolId', { value: users.userPool.userPoolId });
    new CfnOutput(this, 'UserPoolClientId', { value: users.webClient.userPoolClientId });
    new CfnOutput(this, 'DatasetsBucket', { value: store.datasets.bucketName });
    new CfnOutput(this, 'Region', { value: this.region });
  }
}
