import {
  AppsyncFunction,
  AuthorizationType,
  type BaseDataSource,
  Code,
  Definition,
  FunctionRuntime,
  GraphqlApi,
  IntrospectionConfig,
  Resolver,
} from 'aws-cdk-lib/aws-appsync';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { bundleResolvers } from '../bundle.ts';
import { writeSchemaWith } from '../schema.ts';
import type { ReportsSettings } from '../settings.ts';
import { isProduction } from '../stage.ts';
import { ApiLogs } from './api-logs.ts';
import { addFunctionSource, addTableSource } from './data-sources.ts';
import { ACTIVE_INDEX, CREATED_INDEX } from './report-store.ts';

const QUERY_DEPTH_LIMIT = 10;
const RESOLVER_COUNT_LIMIT = 250;

export interface ReportsApiProps {
  readonly userPool: IUserPool;
  readonly table: ITableV2;
  /** Told of every report that has ended. */
  readonly eventBus: IEventBus;
  readonly generateReport: IFunction;
  /** Makes large reports, where they have a lane. */
  readonly generateLargeReport: IFunction | undefined;
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
      definition: Definition.fromFile(
        settings.comparison
          ? writeSchemaWith('schema/comparison.graphql')
          : 'schema/schema.graphql',
      ),
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
        ATHENA: String(settings.athena),
        ATHENA_ABOVE_SECONDS: String(settings.athenaAboveSeconds),
        ATHENA_ABOVE_MIB: String(settings.athenaAboveMib),
        LANES: String(settings.largeGeneratorConcurrency > 0),
        LARGE_ABOVE_SECONDS: String(settings.largeAboveSeconds),
        MAX_ACTIVE_LARGE_REPORTS: String(settings.maxActiveLargeReports),
      },
      queryDepthLimit: QUERY_DEPTH_LIMIT,
      resolverCountLimit: RESOLVER_COUNT_LIMIT,
      // The schema is public in this repository; what it says is nobody's way in, but needs no telling either.
      introspectionConfig: isProduction(settings)
        ? IntrospectionConfig.DISABLED
        : IntrospectionConfig.ENABLED,
      xrayEnabled: settings.tracing,
    });
    new ApiLogs(this, 'Logs', { api: this.api, settings });

    const none = this.api.addNoneDataSource('None', { name: 'None' });
    const generator = addFunctionSource(this.api, 'Generator', props.generateReport);
    const signer = addFunctionSource(this.api, 'Signer', props.signDownload);
    const remover = addFunctionSource(this.api, 'Remover', props.removeFiles);
    const reader = addTableSource(this, this.api, 'ReportsReader', {
      table,
      actions: ['dynamodb:GetItem', 'dynamodb:Query'],
      indexes: [CREATED_INDEX, ACTIVE_INDEX],
    });
    const writer = addTableSource(this, this.api, 'ReportsWriter', {
      table,
      // GetItem: AppSync reads the item when a condition has failed.
      actions: [
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
        'dynamodb:DeleteItem',
      ],
    });
    const events = this.api.addEventBridgeDataSource('Events', props.eventBus, { name: 'Events' });

    this.addPipeline('Mutation.generateReport', [
      ['findEarlier', reader],
      ['takeSlot', writer],
      ['countActive', reader],
      ['recountSlots', writer],
      ['createReport', writer],
      ['startGenerator', generator],
      ...(props.generateLargeReport
        ? [
            [
              'startLargeGenerator',
              addFunctionSource(this.api, 'LargeGenerator', props.generateLargeReport),
            ] as const,
          ]
        : []),
    ]);
    const releaseSlot = this.addFunction('releaseSlot', writer);
    const tellEnding = this.addFunction('tellEnding', events);
    this.addPipeline('Mutation.cancelReport', [
      ['cancelQueued', writer],
      ['cancelRunning', writer],
      ['wakeGenerator', generator],
      releaseSlot,
      tellEnding,
    ]);
    this.addPipeline('Mutation.reportReady', [
      ['endReport', writer],
      ['recordStatistics', writer],
      releaseSlot,
      tellEnding,
    ]);
    this.addPipeline('Mutation.reportOverdue', [
      ['readOverdue', reader],
      ['moveOverdue', writer],
      releaseSlot,
      tellEnding,
    ]);
    this.addPipeline('Mutation.deleteReport', [
      ['readFinished', reader],
      ['retireReport', writer],
      ['removeFiles', remover],
      ['deleteRow', writer],
      ['tellDeletion', events],
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
