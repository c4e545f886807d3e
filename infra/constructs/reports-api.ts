import {
  AppsyncFunction,
  AuthorizationType,
  type BaseDataSource,
  Code,
  Definition,
  DynamoDbDataSource,
  FunctionRuntime,
  GraphqlApi,
  LambdaDataSource,
  Resolver,
} from 'aws-cdk-lib/aws-appsync';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { bundleResolvers } from '../bundle.ts';
import type { ReportsSettings } from '../settings.ts';
import { addDataSourceRole, type DataSourceGrant } from './data-source-role.ts';
import { LISTS } from './report-store.ts';

const QUERY_DEPTH_LIMIT = 10;
const RESOLVER_COUNT_LIMIT = 250;

export interface ReportsApiProps {
  readonly userPool: IUserPool;
  readonly table: ITableV2;
  readonly generateReport: IFunction;
  readonly signDownload: IFunction;
  readonly removeFiles: IFunction;
  readonly settings: ReportsSettings;
}

/** The GraphQL API: people by Cognito, the generator by IAM; one resolver file per field. */
export class ReportsApi extends Construct {
  readonly api: GraphqlApi;
  private readonly code = bundleResolvers();

  constructor(scope: Construct, id: string, props: ReportsApiProps) {
    super(scope, id);
    const { userPool, table, settings } = props;
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
      environmentVariables: {
        LEASE_SECONDS: String(settings.leaseSeconds),
        MAX_ACTIVE_REPORTS: String(settings.maxActiveReports),
        RETENTION_DAYS: String(settings.retentionDays),
        RECORD_DAYS: String(settings.recordDays),
      },
      queryDepthLimit: QUERY_DEPTH_LIMIT,
      resolverCountLimit: RESOLVER_COUNT_LIMIT,
    });

    const none = this.api.addNoneDataSource('None', { name: 'None' });
    const generator = this.addLambdaSource('Generator', props.generateReport);
    const signer = this.addLambdaSource('Signer', props.signDownload);
    const remover = this.addLambdaSource('Remover', props.removeFiles);
    const reader = this.addTableSource('ReportsReader', table, [
      { actions: ['dynamodb:GetItem'], resources: [table.tableArn] },
      {
        actions: ['dynamodb:Query'],
        resources: LISTS.map((index) => `${table.tableArn}/index/${index}`),
      },
    ]);
    // A condition that fails is answered with the item as it is, which AppSync reads.
    const writer = this.addTableSource('ReportsWriter', table, [
      {
        actions: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'].map((it) => `dynamodb:${it}`),
        resources: [table.tableArn],
      },
    ]);

    this.addPipeline('Mutation.generateReport', [
      ['findEarlier', reader],
      ['takeSlot', writer],
      ['countActive', reader],
      ['recountSlots', writer],
      ['createReport', writer],
      ['startGenerator', generator],
    ]);
    const releaseSlot = this.addFunction('releaseSlot', writer);
    this.addPipeline('Mutation.cancelReport', [
      ['cancelQueued', writer],
      ['cancelRunning', writer],
      releaseSlot,
    ]);
    this.addPipeline('Mutation.reportReady', [
      ['endReport', writer],
      ['recordStatistics', writer],
      releaseSlot,
    ]);
    this.addPipeline('Mutation.reportOverdue', [
      ['readOverdue', reader],
      ['moveOverdue', writer],
      releaseSlot,
    ]);
    this.addPipeline('Mutation.deleteReport', [
      ['readFinished', reader],
      ['retireReport', writer],
      ['removeFiles', remover],
      ['deleteRow', writer],
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
      ['Subscription.onReportDeleted', none],
    ]);
  }

  private addLambdaSource(name: string, lambdaFunction: IFunction): BaseDataSource {
    const serviceRole = addDataSourceRole(this, `${name}Role`, {
      actions: ['lambda:InvokeFunction'],
      resources: [lambdaFunction.functionArn],
    });
    return new LambdaDataSource(this, name, { api: this.api, name, lambdaFunction, serviceRole });
  }

  private addTableSource(name: string, table: ITableV2, grants: DataSourceGrant[]): BaseDataSource {
    const serviceRole = addDataSourceRole(this, `${name}Role`, ...grants);
    return new DynamoDbDataSource(this, name, { api: this.api, name, table, serviceRole });
  }

  private addResolvers(resolvers: readonly (readonly [string, BaseDataSource])[]): void {
    for (const [name, dataSource] of resolvers) {
      const [typeName = '', fieldName = ''] = name.split('.');
      dataSource.createResolver(name, {
        typeName,
        fieldName,
        code: this.codeOf(name),
        runtime: FunctionRuntime.JS_1_0_0,
      });
    }
  }

  /** A pipeline of steps, each a function of its own or one that several pipelines share. */
  private addPipeline(
    name: string,
    steps: readonly (readonly [string, BaseDataSource] | AppsyncFunction)[],
  ): void {
    const [typeName = '', fieldName = ''] = name.split('.');
    new Resolver(this, name, {
      api: this.api,
      typeName,
      fieldName,
      code: this.codeOf(name),
      runtime: FunctionRuntime.JS_1_0_0,
      pipelineConfig: steps.map((step) =>
        step instanceof AppsyncFunction ? step : this.addFunction(...step),
      ),
    });
  }

  private addFunction(step: string, dataSource: BaseDataSource): AppsyncFunction {
    return new AppsyncFunction(this, step, {
      name: step,
      api: this.api,
      dataSource,
      code: this.codeOf(`functions/${step}`),
      runtime: FunctionRuntime.JS_1_0_0,
    });
  }

  private codeOf(name: string): Code {
    const code = this.code.get(name);
    if (code === undefined) throw new Error(`resolvers/${name}.ts is not there.`);
    return Code.fromInline(code);
  }
}
