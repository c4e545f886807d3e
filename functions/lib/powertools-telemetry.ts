import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics as EmbeddedMetrics } from '@aws-lambda-powertools/metrics';
import { requireEnv } from './environment.ts';
import { createRedactor } from './redact.ts';
import {
  METRIC_UNITS,
  type LogFields,
  type MetricName,
  type Subject,
  type Telemetry,
} from './telemetry.ts';

export const METRICS_NAMESPACE = 'AppSyncReports';

/**
 * Lines of JSON and metrics in them (EMF), for CloudWatch, built once per environment: what differs between
 * invocations is in what `about` and `hiding` give, so that nothing of one is left for the next.
 */
export function createTelemetry(env: NodeJS.ProcessEnv): Telemetry {
  const serviceName = requireEnv('POWERTOOLS_SERVICE_NAME', env);
  const logger = new Logger({ serviceName });
  const metrics = new EmbeddedMetrics({ namespace: METRICS_NAMESPACE, serviceName });
  // The library's own default is a dimension called `service`; ours are in Pascal case, as those of AWS are.
  metrics.clearDefaultDimensions();
  metrics.setDefaultDimensions({ Service: serviceName });
  return telemetryOf({}, []);

  function telemetryOf(subject: Subject, hidden: readonly string[]): Telemetry {
    const redact = createRedactor(hidden);
    const { reportId, ...rest } = subject;
    const keys = { ...(reportId === undefined ? {} : { correlation_id: reportId }), ...rest };
    const line = (fields: LogFields): LogFields => ({ ...keys, ...(redact(fields) as LogFields) });
    return {
      info: (message, fields = {}) => logger.info(message, line(fields)),
      error: (message, fields = {}) => logger.error(message, line(fields)),
      record(values, dimensions) {
        for (const [name, value] of Object.entries(values)) {
          metrics.addMetric(name, METRIC_UNITS[name as MetricName], value);
        }
        // With and without the code: an alarm on all failures and a chart of each need a series of their own.
        if (dimensions) metrics.addDimensions({}).addDimensions({ Code: dimensions.code });
        for (const [name, value] of Object.entries(keys)) metrics.addMetadata(name, String(value));
        metrics.publishStoredMetrics();
      },
      about: (more) => telemetryOf({ ...subject, ...more }, hidden),
      hiding: (texts) => telemetryOf(subject, [...hidden, ...texts]),
    };
  }
}
