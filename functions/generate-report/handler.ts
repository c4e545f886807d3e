import { createAdapters } from './adapters.ts';
import { generateReport, type ReportJob } from './generate-report.ts';

const adapters = createAdapters(process.env);

/**
 * Makes one report.
 * documented: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export async function handler(event: unknown): Promise<void> {
  await generateReport(parseReportJob(event), adapters);
}

function parseReportJob(event: unknown): ReportJob {
  const { owner, reportId } = (event ?? {}) as Partial<ReportJob>;
  if (typeof owner !== 'string' || typeof reportId !== 'string') {
    throw new TypeError('The event must be { owner, reportId }.');
  }
  return { owner, reportId };
}
