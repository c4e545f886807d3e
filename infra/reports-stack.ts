import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { CfnGraphQLApi } from 'aws-cdk-lib/aws-appsync';
import type { Construct } from 'constructs';
import { ReportFunctions } from './constructs/report-functions.ts';
import { ReportStore } from './constructs/report-store.ts';
import { ReportsApi } from './constructs/reports-api.ts';
import { Users } from './constructs/users.ts';

/** The whole product: users, the API, the functions behind it, the table and the bucket. */
export class ReportsStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const users = new Users(this, 'Users');
    const store = new ReportStore(this, 'Store');
    const functions = new ReportFunctions(this, 'Functions', {
      bucket: store.bucket,
      datasets: store.datasets,
    });
    const { api } = new ReportsApi(this, 'Api', {
      userPool: users.userPool,
      table: store.table,
      generateReport: functions.generateReport,
      signDownload: functions.signDownload,
    });
    functions.generateReport.addEnvironment('GRAPHQL_URL', api.graphqlUrl);
    api.grantMutation(functions.generateReport, 'reportStarted', 'reportProgressed', 'reportReady');

    const { attrRealtimeUrl } = api.node.defaultChild as CfnGraphQLApi;
    new CfnOutput(this, 'GraphqlUrl', { value: api.graphqlUrl });
    new CfnOutput(this, 'RealtimeUrl', { value: attrRealtimeUrl });
    new CfnOutput(this, 'UserPoolId', { value: users.userPool.userPoolId });
    new CfnOutput(this, 'UserPoolClientId', { value: users.webClient.userPoolClientId });
    new CfnOutput(this, 'DatasetsBucket', { value: store.datasets.bucketName });
    new CfnOutput(this, 'Region', { value: this.region });
  }
}
