import { createAdapters } from './adapters.ts';
import { generateReport, type ReportJob } from './generate-report.ts';

const adapters = createAdapters(process.env);

/**
 * Makes one report.
 * documented: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export async function handler(job: ReportJob): Promise<void> {
  if (typeof job?.owner !== 'string' || typeof job?.reportId !== 'string') {
    throw new TypeError('The event must be { owner, reportId }.');
  }
  await generateReport(job, adapters);
}
