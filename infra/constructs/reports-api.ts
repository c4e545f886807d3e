import {
  AppsyncFunction,
  AuthorizationType,
  type BaseDataSource,
  Code,
  Definition,
  DynamoDbDataSource,
  FunctionRuntime,
  GraphqlApi,
  Resolver,
} from 'aws-cdk-lib/aws-appsync';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { bundleResolvers } from '../bundle.ts';
import { RETENTION_DAYS } from './report-store.ts';

const QUERY_DEPTH_LIMIT = 10;
const RESOLVER_COUNT_LIMIT = 250;

export interface ReportsApiProps {
  readonly userPool: IUserPool;
  readonly table: ITableV2;
  readonly generateReport: IFunction;
  readonly signDownload: IFunction;
}

/** The GraphQL API: people by Cognito, the generator by IAM; one resolver file per field. */
export class ReportsApi extends Construct {
  readonly api: GraphqlApi;

  constructor(scope: Construct, id: string, props: ReportsApiProps) {
    super(scope, id);
    const { userPool, table } = props;
    this.api = new GraphqlApi(this, 'Graphql', {
      name: 'reports',
      definition: Definition.fromFile('schema/schema.graphql'),
      authorizationConfig: {
        defaultAuthorization: {
          authorizationType: AuthorizationType.USER_POOL,
          userPoolConfig: { userPool },
        },
        additionalAuthorizationModes: [{ authorizationType: AuthorizationType.IAM }],
      },
      environmentVariables: { RETENTION_DAYS: String(RETENTION_DAYS) },
      queryDepthLimit: QUERY_DEPTH_LIMIT,
      resolverCountLimit: RESOLVER_COUNT_LIMIT,
    });

    const none = this.api.addNoneDataSource('None', { name: 'None' });
    const generator = this.api.addLambdaDataSource('Generator', props.generateReport, {
      name: 'Generator',
    });
    const signer = this.api.addLambdaDataSource('Signer', props.signDownload, { name: 'Signer' });
    const reader = new DynamoDbDataSource(this, 'ReportsReader', {
      api: this.api,
      table,
      name: 'ReportsReader',
      readOnlyAccess: true,
    });
    const writer = new DynamoDbDataSource(this, 'ReportsWriter', {
      api: this.api,
      table,
      name: 'ReportsWriter',
    });

    this.addPipeline('Mutation.generateReport', [
      ['createReport', writer],
      ['startGenerator', generator],
    ]);
    this.addPipeline('Mutation.cancelReport', [
      ['cancelQueued', writer],
      ['cancelRunning', writer],
    ]);
    this.addPipeline('Mutation.reportReady', [
      ['endReport', writer],
      ['recordStatistics', writer],
    ]);
    this.addResolvers([
      ['Query.getReport', reader],
      ['Query.listReports', reader],
      ['Query.estimateReport', reader],
      ['Mutation.reportStarted', writer],
      ['Mutation.reportProgressed', writer],
      ['Report.download', signer],
      ['Subscription.onReportReady', none],
      ['Subscription.onReportProgress', none],
    ]);
  }

  private addResolvers(resolvers: readonly (readonly [string, BaseDataSource])[]): void {
    const code = bundleResolvers(resolvers.map(([name]) => name));
    for (const [name, dataSource] of resolvers) {
      const [typeName = '', fieldName = ''] = name.split('.');
      dataSource.createResolver(name, {
        typeName,
        fieldName,
        code: Code.fromInline(code.get(name) ?? ''),
        runtime: FunctionRuntime.JS_1_0_0,
      });
    }
  }

  private addPipeline(name: string, steps: readonly (readonly [string, BaseDataSource])[]): void {
    const paths = steps.map(([step]) => `functions/${step}`);
    const code = bundleResolvers([name, ...paths]);
    const pipelineConfig = steps.map(
      ([step, dataSource]) =>
        new AppsyncFunction(this, step, {
          name: step,
          api: this.api,
          dataSource,
          code: Code.fromInline(code.get(`functions/${step}`) ?? ''),
          runtime: FunctionRuntime.JS_1_0_0,
        }),
    );
    const [typeName = '', fieldName = ''] = name.split('.');
    new Resolver(this, name, {
      api: this.api,
      typeName,
      fieldName,
      code: Code.fromInline(code.get(name) ?? ''),
      runtime: FunctionRuntime.JS_1_0_0,
      pipelineConfig,
    });
  }
}
