import type { Context } from 'aws-lambda';
import { createTelemetry } from '../lib/powertools-telemetry.ts';
import { createAdapters } from './adapters.ts';
import { wakeReport } from './athena/wake-report.ts';
import { parseWake } from './athena/wake.ts';
import { generateReport } from './generate-report.ts';
import { parseReportJob } from './job.ts';

const adapters = createAdapters(process.env);
const telemetry = createTelemetry(process.env);

/**
 * Makes one report, goes on with one, or looks at the query one waits for.
 * documented: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export async function handler(event: unknown, context: Context): Promise<void> {
  const invocation = {
    id: context.awsRequestId,
    remainingMs: () => context.getRemainingTimeInMillis(),
    telemetry,
  };
  const wake = parseWake(event);
  if (wake) return wakeReport(wake, adapters, invocation);
  return generateReport(parseReportJob(event), adapters, invocation);
}
