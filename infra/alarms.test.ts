import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { synthesiseWithRules, type Synthesised } from './test-stack.ts';

interface Alarm {
  readonly AlarmDescription: string;
  readonly TreatMissingData: string;
  readonly AlarmActions?: unknown[];
  readonly Metrics?: readonly { MetricStat?: { Metric: StatedMetric } }[];
  readonly MetricName?: string;
  readonly Namespace?: string;
  readonly Dimensions?: StatedMetric['Dimensions'];
}

interface StatedMetric {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: { Name: string; Value: unknown }[];
}

let synthesised: Synthesised;
let alarms: Map<string, Alarm>;

beforeAll(async () => {
  synthesised = await synthesiseWithRules({ alarmEmail: 'operators@example.com' });
  alarms = new Map(
    synthesised.ofType('AWS::CloudWatch::Alarm').map(({ Properties }) => {
      const alarm = Properties as unknown as Alarm;
      const [, name = ''] = /docs\/runbook\.md, (\w+)\./.exec(alarm.AlarmDescription) ?? [];
      return [name, alarm] as const;
    }),
  );
});

/** As `AppSyncReports/ReportsFailed Service=generate-report Code=INTERNAL`. */
function metricsOf(name: string): string[] {
  const alarm = alarms.get(name);
  const stated = alarm?.Metrics?.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []) ?? [
    alarm as unknown as StatedMetric,
  ];
  return stated
    .map(({ Namespace, MetricName, Dimensions }) =>
      [`${Namespace}/${MetricName}`, ...Dimensions.map(dimensionText)].join(' '),
    )
    .sort();
}

function dimensionText({ Name, Value }: StatedMetric['Dimensions'][number]): string {
  return `${Name}=${typeof Value === 'string' ? Value : JSON.stringify(Value)}`;
}

test('there is an alarm for each thing somebody has to see to', () => {
  expect([...alarms.keys()].sort()).toEqual([
    'ApiFaults',
    'FaultRatio',
    'GeneratorErrors',
    'GeneratorThrottles',
    'QueueAge',
    'RecoveryErrors',
    'RecoveryExhausted',
    'RecoveryStopped',
    'RemoveFilesErrors',
    'SignDownloadErrors',
  ]);
});

test('the runbook has a section for each alarm, by its name', () => {
  const runbook = readFileSync('docs/runbook.md', 'utf8');
  const sections = [...runbook.matchAll(/^### `(\w+)`$/gm)].map(([, name]) => name);

  expect(sections.sort()).toEqual([...alarms.keys()].sort());
});

test('each tells the topic when it begins and when it is over, and the topic an e-mail address', () => {
  for (const alarm of alarms.values()) {
    expect(alarm.AlarmActions).toEqual([{ Ref: 'AlarmsTopic3A2DFEBA' }]);
    expect(alarm).toMatchObject({ OKActions: alarm.AlarmActions });
  }
  expect(synthesised.ofType('AWS::SNS::Subscription').map(({ Properties }) => Properties)).toEqual([
    expect.objectContaining({ Protocol: 'email', Endpoint: 'operators@example.com' }),
  ]);
});

test('silence is good news, apart from that of recovery, which runs every minute', () => {
  const breaching = [...alarms].filter(([, alarm]) => alarm.TreatMissingData === 'breaching');

  expect(breaching.map(([name]) => name)).toEqual(['RecoveryStopped']);
});

test('alarms of reports go by the metrics the functions tell', () => {
  expect(metricsOf('QueueAge')).toEqual([
    'AppSyncReports/QueueAgeSeconds Service=generate-report',
    'AppSyncReports/QueueAgeSeconds Service=recover-reports',
  ]);
  expect(metricsOf('RecoveryExhausted')).toEqual([
    'AppSyncReports/RecoveryExhausted Service=recover-reports',
  ]);
});

test('the ratio of faults leaves out what is wrong with an order', () => {
  const metrics = metricsOf('FaultRatio');

  expect(metrics).toContain('AppSyncReports/ReportsSucceeded Service=generate-report');
  expect(metrics).toContain(
    'AppSyncReports/ReportsFailed Code=ROW_COUNT_MISMATCH Service=generate-report',
  );
  expect(metrics.join()).not.toMatch(/INVALID_DATA|TOO_LARGE_FOR_FORMAT/);
});

/** An alarm takes ten metrics at most. */
// documented: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create-alarm-on-metric-math-expression.html
test('no alarm has more metrics than CloudWatch takes', () => {
  for (const name of alarms.keys()) expect(metricsOf(name).length).toBeLessThanOrEqual(10);
});

test('the API’s alarm counts faults of requests, of sockets and of pushes', () => {
  expect(metricsOf('ApiFaults').map((metric) => metric.split(' ')[0])).toEqual([
    'AWS/AppSync/5XXError',
    'AWS/AppSync/ConnectServerError',
    'AWS/AppSync/PublishDataMessageServerError',
    'AWS/AppSync/SubscribeServerError',
  ]);
});

test('the dashboard shows every alarm, every metric of the functions, and each function', () => {
  const [dashboard] = synthesised.ofType('AWS::CloudWatch::Dashboard');
  const body = JSON.stringify(dashboard?.Properties);

  for (const id of Object.keys(synthesised.resources).filter((id) => id.startsWith('Alarms'))) {
    if (synthesised.resources[id]?.Type !== 'AWS::CloudWatch::Alarm') continue;
    expect(body).toContain(`["${id}","Arn"]`);
  }
  for (const name of [
    'ReportsRequested',
    'ReportsSucceeded',
    'ReportsFailed',
    'ReportDurationSeconds',
    'ReportRows',
    'ReportBytes',
    'QueueAgeSeconds',
    'RecoveryActions',
    'RecoveryExhausted',
  ]) {
    expect(body).toContain(name);
  }
  for (const [id, { Type }] of Object.entries(synthesised.resources)) {
    if (Type === 'AWS::Lambda::Function') expect(body).toContain(`{"Ref":"${id}"}`);
  }
});
