import {
  CancelReportDocument,
  DeleteReportDocument,
  GetReportDocument,
} from '../schema/generated/documents.ts';
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
  if (!download) {
    if (linkProblem) throw linkProblem;
    // No link and no reason: the file's time is over, and the row is about to say so.
    throw new ReportFailedError({ ...report, status: 'EXPIRED' });
  }
  return { ...report, result, download };
}

/** Asks for a report to be stopped; the answer is CANCELLED, or CANCELLING until its generator confirms. */
export async function cancelReport(
  api: GraphqlApi,
  reportId: string,
  signal?: AbortSignal,
): Promise<Report> {
  const asked = api.request(CancelReportDocument, { reportId }, { signal });
  return presentReport(
    reportId,
    asked.then(({ fields }) => fields.cancelReport),
  );
}

/** Removes a report with its file; the answer is the report as it last was. */
export async function deleteReport(
  api: GraphqlApi,
  reportId: string,
  signal?: AbortSignal,
): Promise<Report> {
  const asked = api.request(DeleteReportDocument, { reportId }, { signal });
  return presentReport(
    reportId,
    asked.then(({ fields }) => fields.deleteReport),
  );
}

/** What a mutation of a report answered; rejects with `ReportNotFoundError` when there is none. */
async function presentReport(reportId: string, answer: Promise<Report | null>): Promise<Report> {
  try {
    const report = await answer;
    if (report) return report;
  } catch (error) {
    if (!isRefused(error) || error.errorType !== 'NotFound') throw error;
    throw new ReportNotFoundError(reportId, { cause: error });
  }
  throw new ReportNotFoundError(reportId);
}
