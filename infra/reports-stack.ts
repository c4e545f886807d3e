import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { CfnGraphQLApi } from 'aws-cdk-lib/aws-appsync';
import type { Construct } from 'constructs';
import { Alarms } from './constructs/alarms.ts';
import { Comparison } from './constructs/comparison.ts';
import { ReportsDashboard } from './constructs/dashboard.ts';
import { Firewall } from './constructs/firewall.ts';
import { Queries } from './constructs/queries.ts';
import { Recovery } from './constructs/recovery.ts';
import { ReportEvents } from './constructs/report-events.ts';
import { ReportFunctions } from './constructs/report-functions.ts';
import { ReportStore } from './constructs/report-store.ts';
import { ReportsApi } from './constructs/reports-api.ts';
import { Users } from './constructs/users.ts';
import { Web } from './constructs/web.ts';
import { WebHeadersPolicy } from './constructs/web-headers-policy.ts';
import { readSettings, type ReportsSettings } from './settings.ts';
import { isProduction } from './stage.ts';

export interface ReportsStackProps extends StackProps {
  /** What differs from the context and the defaults. */
  readonly settings?: Partial<ReportsSettings>;
}

/** The whole product: users, the API, the functions behind it, the table and the bucket, the page, what watches over it. */
export class ReportsStack extends Stack {
  constructor(scope: Construct, id: string, { settings: given, ...props }: ReportsStackProps = {}) {
    const settings = readSettings(scope.node, given);
    super(scope, id, { terminationProtection: isProduction(settings), ...props });
    // S3 delivers access logs by a bucket policy; the ACLs it used before are off in new buckets.
    this.node.setContext('@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy', true);
    const users = new Users(this, 'Users', settings);
    const store = new ReportStore(this, 'Store', settings);
    const functions = new ReportFunctions(this, 'Functions', {
      bucket: store.bucket,
      datasets: store.datasets,
      settings,
    });
    const { generateReport, generateLargeReport, signDownload, removeFiles } = functions;
    const large = generateLargeReport ? [generateLargeReport] : [];
    const generators = [generateReport, ...large] as const;
    if (settings.athena) {
      const { bucket, datasets } = store;
      new Queries(this, 'Queries', { bucket, datasets, generateReport, settings });
    }
    const { recoverReports } = new Recovery(this, 'Recovery', {
      table: store.table,
      bucket: store.bucket,
      generateReport,
      generateLargeReport,
      settings,
    });
    const { api } = new ReportsApi(this, 'Api', {
      userPool: users.userPool,
      table: store.table,
      eventBus: new ReportEvents(this, 'Events', settings).bus,
      generateReport,
      generateLargeReport,
      signDownload,
      removeFiles,
      settings,
    });
    for (const generator of generators) {
      generator.addEnvironment('GRAPHQL_URL', api.graphqlUrl);
      api.grantMutation(generator, 'reportStarted', 'reportProgressed', 'reportReady');
    }
    recoverReports.addEnvironment('GRAPHQL_URL', api.graphqlUrl);
    api.grantMutation(recoverReports, 'reportOverdue');

    if (settings.waf) new Firewall(this, 'Firewall', { apiArn: api.arn });
    if (settings.observability) {
      const { all: alarms } = new Alarms(this, 'Alarms', {
        api,
        generators,
        recoverReports,
        others: [signDownload, removeFiles],
        email: settings.alarmEmail,
      });
      new ReportsDashboard(this, 'Observability', {
        api,
        table: store.table,
        functions: [...generators, recoverReports, signDownload, removeFiles],
        generateReport,
        alarms,
      });
    }

    const { attrRealtimeUrl } = api.node.defaultChild as CfnGraphQLApi;
    if (settings.comparison) new Comparison(this, 'Comparison', { api, settings });
    new CfnOutput(this, 'GraphqlUrl', { value: api.graphqlUrl });
    new CfnOutput(this, 'RealtimeUrl', { value: attrRealtimeUrl });
    new CfnOutput(this, 'UserPoolId', { value: users.userPool.userPoolId });
    new CfnOutput(this, 'UserPoolClientId', { value: users.webClient.userPoolClientId });
    new CfnOutput(this, 'DatasetsBucket', { value: store.datasets.bucketName });
    new CfnOutput(this, 'FilesBucket', { value: store.bucket.bucketName });
    if (store.accessLogs) {
      new CfnOutput(this, 'AccessLogsBucket', { value: store.accessLogs.bucketName });
    }
    new CfnOutput(this, 'Region', { value: this.region });
    new CfnOutput(this, 'Stage', { value: settings.stage });
    if (settings.web) {
      const headers = new WebHeadersPolicy(this, 'WebHeaders', {
        connectSources: [
          api.graphqlUrl,
          attrRealtimeUrl,
          `https://cognito-idp.${this.region}.amazonaws.com`,
          `https://${store.bucket.bucketRegionalDomainName}`,
        ],
      });
      const web = new Web(this, 'Web', { settings, headers });
      new CfnOutput(this, 'WebUrl', { value: web.url });
      new CfnOutput(this, 'WebBucket', { value: web.bucket.bucketName });
    }
  }
}
