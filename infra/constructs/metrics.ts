import { Duration } from 'aws-cdk-lib';
import type { GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { MathExpression, Metric, Stats, type MetricProps } from 'aws-cdk-lib/aws-cloudwatch';

const NAMESPACE = 'AppSyncReports';
const PERIOD = Duration.minutes(1);

/** The functions that tell metrics of their own, as EMF lines in their logs. */
export type Service = 'generate-report' | 'recover-reports';

/**
 * Failures that are ours to mend. The others are the order's own: its data, or too much of it for the format.
 * `ReportsFailed` is told by code, and an alarm cannot search: each code is a metric of its own.
 */
export const FAULT_CODES = [
  'INTERNAL',
  'STORAGE_ERROR',
  'SOURCE_UNAVAILABLE',
  'SOURCE_TIMEOUT',
  'ROW_COUNT_MISMATCH',
  'DEADLINE_EXCEEDED',
];

/** A metric the functions tell of themselves. */
export function ofReports(
  metricName: string,
  service: Service,
  { dimensionsMap, ...props }: Partial<MetricProps> = {},
): Metric {
  return new Metric({
    namespace: NAMESPACE,
    metricName,
    dimensionsMap: { Service: service, ...dimensionsMap },
    statistic: Stats.SUM,
    period: PERIOD,
    ...props,
  });
}

/** A metric of AppSync's own about the API. */
export function ofApi(
  api: GraphqlApi,
  metricName: string,
  props: Partial<MetricProps> = {},
): Metric {
  return new Metric({
    namespace: 'AWS/AppSync',
    metricName,
    dimensionsMap: { GraphQLAPIId: api.apiId },
    statistic: Stats.SUM,
    period: PERIOD,
    ...props,
  });
}

/** All codes together, for graphs. */
export function failuresByCode(): MathExpression {
  return new MathExpression({
    expression: `SEARCH('{${NAMESPACE},Code,Service} MetricName="ReportsFailed"', 'Sum')`,
    label: '',
    period: PERIOD,
  });
}

/** The percentage of reports that ended by a fault of ours; none of fewer than `least` reports. */
export function faultRatio(least: number, period: Duration): MathExpression {
  const ofCode = (Code: string): Metric =>
    ofReports('ReportsFailed', 'generate-report', { dimensionsMap: { Code }, period });
  const faults = Object.fromEntries(FAULT_CODES.map((code, index) => [`f${index}`, ofCode(code)]));
  const sum = Object.keys(faults)
    .map((id) => `FILL(${id},0)`)
    .join('+');
  const all = `(${sum}+FILL(done,0))`;
  return new MathExpression({
    expression: `IF(${all}>=${least},100*(${sum})/${all},0)`,
    label: 'reports that ended by a fault, %',
    usingMetrics: { ...faults, done: ofReports('ReportsSucceeded', 'generate-report', { period }) },
    period,
  });
}

/** How long the report that has waited longest for its start has waited, whoever has noticed. */
export function queueAge(): MathExpression {
  const of = (service: Service): Metric =>
    ofReports('QueueAgeSeconds', service, { statistic: Stats.MAXIMUM });
  return new MathExpression({
    expression: 'MAX([FILL(started,0),FILL(found,0)])',
    label: 'longest wait for a start, s',
    usingMetrics: { started: of('generate-report'), found: of('recover-reports') },
    period: PERIOD,
  });
}
