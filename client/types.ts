import type {
  DownloadFieldsFragment,
  EstimateReportQuery,
  GenerateReportInput,
  GetReportQuery,
  ListReportsQuery,
  ListReportsQueryVariables,
  ReportDefinitionInput,
  ReportFieldsFragment,
} from '../schema/generated/documents.ts';

export type { CsvDialect, ReportFormat, ReportStatus } from '../schema/generated/documents.ts';

/** A report as every read and every push carries it, without the file's address. */
export type Report = ReportFieldsFragment;

/** Which report was deleted: its id can be used again, for a report of a later time. */
export type DeletedReport = Pick<Report, 'reportId' | 'createdAt'>;

/** How far a running report is. */
export type ReportProgress = NonNullable<Report['progress']>;

/** What the finished file holds. */
export type ReportResult = NonNullable<Report['result']>;

/** The first rows of a report that runs, as text. */
export type ReportPreview = NonNullable<Report['preview']>;

/** Why a report failed, in the server's words. */
export type ReportFailure = NonNullable<Report['error']>;

/** A link to the file, valid for 15 minutes from the read that brought it. */
export type ReportDownload = DownloadFieldsFragment;

/** A report as `get` reads it: `download` is null unless there is a file. */
export type ReportRead = NonNullable<GetReportQuery['getReport']>;

/** A SUCCEEDED report with its figures and a fresh link. */
export type ReportWithDownload = ReportRead & {
  readonly result: ReportResult;
  readonly download: ReportDownload;
};

/** Exactly one of the fields of `T`, set. */
type ExactlyOne<T> = {
  [K in keyof T]-?: { [P in K]-?: NonNullable<T[P]> } & { [P in Exclude<keyof T, K>]?: never };
}[keyof T];

/** What to generate: one kind with its parameters. */
export type ReportDefinition = ExactlyOne<ReportDefinitionInput>;

/** An order for a report. The client makes `reportId` when it is left out. */
export type ReportOrder = Omit<GenerateReportInput, 'definition' | 'reportId'> & {
  readonly definition: ReportDefinition;
  readonly reportId?: string | undefined;
};

/** What an order is likely to take, and whether its format can hold it. */
export type ReportEstimate = EstimateReportQuery['estimateReport'];

/** Which of the caller's reports to list. */
export type ListQuery = ListReportsQueryVariables;

/** One page of the caller's reports, newest first. `nextToken` goes into `after` for the next one. */
export type ReportPage = ListReportsQuery['listReports'];

/** Lets a caller stop waiting. */
export interface Abortable {
  readonly signal?: AbortSignal | undefined;
}

/** How pushes arrive: `off` while nobody watches, `live` once the server has accepted every subscription. */
export type Connection = 'off' | 'connecting' | 'live' | 'reconnecting';
