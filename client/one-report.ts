import { CancelReportDocument, GetReportDocument } from '../schema/generated/documents.ts';
import {
  ReportFailedError,
  ReportNotFoundError,
  ReportNotReadyError,
  ReportUnavailableError,
  isRefused,
} from './errors.ts';
import type { GraphqlApi } from './graphql.ts';
import { isFinal } from './merge.ts';
import type { Report, ReportRead, ReportWithDownload } from './types.ts';

/** A report as it was read. */
export interface RowAndLink {
  readonly report: ReportRead | null;
  /** Why the link could not be made although the row could be read. */
  readonly linkProblem: ReportUnavailableError | undefined;
}

/** The row; a link that could not be made does not hide it. */
export async function readReport(
  api: GraphqlApi,
  reportId: string,
  signal?: AbortSignal,
): Promise<RowAndLink> {
  const { fields, errors } = await api.request(
    GetReportDocument,
    { reportId },
    {
      signal,
      tolerate: ({ path }) => path?.[1] === 'download',
    },
  );
  const [problem] = errors;
  const linkProblem = problem
    ? new ReportUnavailableError(problem.message ?? 'The link could not be made.', {
        reportId,
        cause: problem,
      })
    : undefined;
  return { report: fields.getReport, linkProblem };
}

/** A SUCCEEDED report with a fresh link; rejects with why there is none. */
export async function readFinished(
  api: GraphqlApi,
  reportId: string,
  signal?: AbortSignal,
): Promise<ReportWithDownload> {
  const { report, linkProblem } = await readReport(api, reportId, signal);
  if (!report) throw new ReportNotFoundError(reportId);
  if (!isFinal(report)) throw new ReportNotReadyError(report);
  const { status, result, download } = report;
  if (status !== 'SUCCEEDED' || !result) throw new ReportFailedError(report);
  if (!download)
    throw linkProblem ?? new ReportUnavailableError('The service made no link.', { reportId });
  return { ...report, result, download };
}

/** Asks for a report to be stopped; the answer is CANCELLED, or CANCELLING until its generator confirms. */
export async function cancelReport(
  api: GraphqlApi,
  reportId: string,
  signal?: AbortSignal,
): Promise<Report> {
  try {
    const { fields } = await api.request(CancelReportDocument, { reportId }, { signal });
    if (fields.cancelReport) return fields.cancelReport;
  } catch (error) {
    if (!isRefused(error) || error.errorType !== 'NotFound') throw error;
    throw new ReportNotFoundError(reportId, { cause: error });
  }
  throw new ReportNotFoundError(reportId);
}
