import type { Context } from 'aws-lambda';
import { createTelemetry } from '../lib/powertools-telemetry.ts';
import { createAdapters } from './adapters.ts';
import { generateReport } from './generate-report.ts';
import { parseReportJob } from './job.ts';

const adapters = createAdapters(process.env);
const telemetry = createTelemetry(process.env);

/**
 * Makes one report, or goes on with one.
 * documented: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export async function handler(event: unknown, context: Context): Promise<void> {
  await generateReport(parseReportJob(event), adapters, {
    id: context.awsRequestId,
    remainingMs: () => context.getRemainingTimeInMillis(),
    telemetry,
  });
}
