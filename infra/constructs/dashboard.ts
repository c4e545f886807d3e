import type { GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { failuresByCode, ofApi, ofReports, queueAge } from './metrics.ts';

const THIRD = 8;
const WHOLE = 24;

export interface ReportsDashboardProps {
  readonly api: GraphqlApi;
  readonly table: ITableV2;
  readonly functions: readonly LambdaFunction[];
  readonly generateReport: LambdaFunction;
  readonly alarms: readonly Alarm[];
}

/** One page to look at first: what is wrong, what people get, what it runs on. */
export class ReportsDashboard extends Construct {
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, props: ReportsDashboardProps) {
    super(scope, id);
    this.dashboard = new Dashboard(this, 'Dashboard');
    this.dashboard.addWidgets(
      new AlarmStatusWidget({
        title: 'Alarms',
        alarms: [...props.alarms],
        width: WHOLE,
        height: 4,
      }),
    );
    this.dashboard.addWidgets(...reports());
    this.dashboard.addWidgets(...times());
    this.dashboard.addWidgets(...machinery(props));
    this.dashboard.addWidgets(...apiAndTable(props));
  }
}

function reports(): GraphWidget[] {
  const requested = (service: 'generate-report'): IMetric[] => [
    ofReports('ReportsRequested', service),
    ofReports('ReportsSucceeded', service),
  ];
  return [
    graph('Reports', requested('generate-report')),
    graph('Failures by code', [failuresByCode()]),
    graph('Recovery', [
      ofReports('RecoveryActions', 'recover-reports'),
      ofReports('RecoveryExhausted', 'recover-reports'),
    ]),
  ];
}

function times(): GraphWidget[] {
  const of = (name: string, statistic: string): IMetric =>
    ofReports(name, 'generate-report', { statistic, label: `${name} ${statistic}` });
  return [
    graph('Longest wait for a start, s', [queueAge()]),
    graph('From start to end, s', [
      of('ReportDurationSeconds', Stats.p(50)),
      of('ReportDurationSeconds', Stats.p(95)),
    ]),
    graph('Rows and bytes', [of('ReportRows', Stats.SUM)], [of('ReportBytes', Stats.SUM)]),
  ];
}

function machinery({ functions, generateReport }: ReportsDashboardProps): GraphWidget[] {
  return [
    graph(
      'Functions: errors and throttles',
      functions.flatMap((each) => [each.metricErrors(), each.metricThrottles()]),
    ),
    graph('Generators at once', [
      generateReport.metric('ConcurrentExecutions', { statistic: Stats.MAXIMUM }),
    ]),
    graph('Generator: events’ age, ms', [
      generateReport.metric('AsyncEventAge', { statistic: Stats.MAXIMUM }),
    ]),
  ];
}

function apiAndTable({ api, table }: ReportsDashboardProps): GraphWidget[] {
  return [
    graph(
      'API: requests',
      [ofApi(api, 'Requests')],
      [ofApi(api, '4XXError'), ofApi(api, '5XXError')],
    ),
    graph(
      'API: latency, ms, and open sockets',
      [ofApi(api, 'Latency', { statistic: Stats.p(95) })],
      [ofApi(api, 'ActiveConnections', { statistic: Stats.MAXIMUM })],
    ),
    graph('Table: capacity used', [
      table.metricConsumedReadCapacityUnits(),
      table.metricConsumedWriteCapacityUnits(),
    ]),
  ];
}

function graph(title: string, left: IMetric[], right: IMetric[] = []): GraphWidget {
  return new GraphWidget({ title, left, right, width: THIRD });
}
