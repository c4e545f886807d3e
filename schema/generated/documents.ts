/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** One row per day: date, year, quarter, month, ISO week, ISO weekday, whether it is a weekend. */
export type CalendarReportInput = {
  /** The first day, inclusive, as YYYY-MM-DD. */
  fromDate: string;
  /** The last day, inclusive. At most 200 years after `fromDate`. */
  toDate: string;
};

/** How a CSV file is written. */
export type CsvDialect =
  /** For Excel: byte order mark, and free text that Excel would run as a formula is guarded. */
  | 'EXCEL'
  /** Plain and exact, for programs (RFC 4180, UTF-8). */
  | 'RFC4180';

/** How a CSV file is to be written. */
export type CsvOptionsInput = {
  /** The character between fields: a comma, a semicolon, a tab or a vertical bar. */
  delimiter?: string | null | undefined;
  /** For programs or for Excel. */
  dialect?: CsvDialect | null | undefined;
};

/** One row per airport of departure: flights, average, median and 90th percentile of the delay, share over 15 minutes. Made by DUCKDB or ATHENA. */
export type FlightDelaysReportInput = {
  /** The first day of departure, inclusive, as YYYY-MM-DD. The data covers 2001-01-01 to 2001-06-30. */
  fromDate: string;
  /** Leaves out airports with fewer flights than this, 1 or more. */
  minimumFlights?: number | null | undefined;
  /** Only airports of this US state, two letters, for example CA. */
  state?: string | null | undefined;
  /** The last day of departure, inclusive. The data covers 2001-01-01 to 2001-06-30. */
  toDate: string;
};

/** One row per flight: departure, airports, distance, delay. Made by DUCKDB or ATHENA. */
export type FlightDetailsReportInput = {
  /** The first day of departure, inclusive, as YYYY-MM-DD. The data covers 2001-01-01 to 2001-06-30. */
  fromDate: string;
  /** Only flights from airports of this US state, two letters, for example CA. */
  state?: string | null | undefined;
  /** The last day of departure, inclusive. The data covers 2001-01-01 to 2001-06-30. */
  toDate: string;
};

/** An order for a report. */
export type GenerateReportInput = {
  /** How a CSV file is written; for CSV only. */
  csv?: CsvOptionsInput | null | undefined;
  /** What to generate. */
  definition: ReportDefinitionInput;
  /** What is to make the rows. Null: chosen by what the report is likely to take. Not every kind has a choice. */
  engine?: ReportEngine | null | undefined;
  /** The file format. */
  format?: ReportFormat | null | undefined;
  /** Compresses the file with gzip; for CSV and JSONL only. */
  gzip?: boolean | null | undefined;
  /** A ULID or UUID made by the client, so that it can subscribe first and repeat safely. Made by the server when absent. */
  reportId?: string | number | null | undefined;
  /** The IANA time zone timestamps are written in. */
  timeZone?: string | null | undefined;
  /** A name for people, at most 120 characters. */
  title?: string | null | undefined;
};

/** A column of the file. */
export type ReportColumnInput = {
  /** The name in the header. */
  name: string;
  /** STRING, INTEGER, DECIMAL, DATE, TIMESTAMP or BOOLEAN. */
  type: string;
};

/** What to generate: exactly one field must be set. */
export type ReportDefinitionInput = {
  /** A calendar table: one row per day, with what reports group by. */
  calendar?: CalendarReportInput | null | undefined;
  /** How late flights left, airport by airport. */
  flightDelays?: FlightDelaysReportInput | null | undefined;
  /** Every flight of a period, one row each: up to 3 million rows. */
  flightDetails?: FlightDetailsReportInput | null | undefined;
  /** Demonstration rows: date, item, amount. */
  sample?: SampleReportInput | null | undefined;
};

/** What makes the rows of a report. */
export type ReportEngine =
  /** A query by Amazon Athena; the generator waits for it without running. */
  | 'ATHENA'
  /** A query inside the generator. */
  | 'DUCKDB'
  /** Rows are made by TypeScript, in the generator. */
  | 'NODE';

/** Why a report failed; written by the generator. */
export type ReportErrorInput = {
  /** What to do next, in words. */
  action: string;
  /** A stable code. See `ReportError.code`. */
  code: string;
  /** A sentence for people. */
  message: string;
  /** Whether running the same report again can succeed. */
  retryable: boolean;
};

/** The file formats a report can be written in. */
export type ReportFormat =
  /** Comma-separated values. See `CsvDialect`. */
  | 'CSV'
  /** One JSON object per line. */
  | 'JSONL'
  /** Apache Parquet, for programs. */
  | 'PARQUET'
  /** A paged document, for reading. */
  | 'PDF'
  /** An Excel workbook, at most 1,048,575 rows. */
  | 'XLSX';

/** Places that reports of a sort have to themselves. */
export type ReportLane =
  /** Of reports that are expected to take long, so that others need not wait for them. */
  | 'LARGE';

/** The first rows of the file, as text. */
export type ReportPreviewInput = {
  /** Column names, in file order. */
  columns: Array<string>;
  /** At most 20 rows, one list of cells each. */
  rows: Array<Array<string | null | undefined>>;
};

/** How far a running report is; written by the generator. */
export type ReportProgressInput = {
  /** Bytes written so far. */
  bytesWritten: number;
  /** Likely seconds left, when known. */
  etaSeconds?: number | null | undefined;
  /** What is being done now. */
  phase: string;
  /** The first rows, sent once they are known. */
  preview?: ReportPreviewInput | null | undefined;
  /** Rows the finished file will have, when known. */
  rowsExpected?: number | null | undefined;
  /** Rows written so far, in this attempt. */
  rowsWritten: number;
  /** The id of the query execution the report waits for from now on; any other progress ends the waiting. */
  waitingFor?: string | number | null | undefined;
};

/** What the finished file holds; written by the generator. */
export type ReportResultInput = {
  /** Size of the file in bytes. */
  byteSize: number;
  /** Bytes the query has read, as Athena counts them. Null for other engines. */
  bytesScanned?: number | null | undefined;
  /** The columns, in file order. */
  columns: Array<ReportColumnInput>;
  /** The file's media type. */
  contentType: string;
  /** S3's own checksum of the whole file, CRC-64/NVME in base64, when it was joined in storage. */
  crc64nvme?: string | null | undefined;
  /** What made the rows. */
  engine: ReportEngine;
  /** Where the object is in the reports bucket. Never shown to a user. */
  objectKey: string;
  /** Rows, the header not counted. */
  rowCount: number;
  /** SHA-256 of the file, in lower-case hexadecimal. Null only with `crc64nvme`. */
  sha256?: string | null | undefined;
  /** What a reader should know before using the file. */
  warnings: Array<ReportWarningInput>;
};

/** QUEUED → RUNNING → SUCCEEDED or FAILED; CANCELLING → CANCELLED when the owner asks; EXPIRED by time. */
export type ReportStatus =
  /** Stopped at the owner's request; there is no file. */
  | 'CANCELLED'
  /** The owner asked to stop; the generator has not confirmed yet. */
  | 'CANCELLING'
  /** The file was removed after its time; the definition can be run again. */
  | 'EXPIRED'
  /** There is no file; `error` says why and what to do. */
  | 'FAILED'
  /** Accepted, waiting to be started; or to be started again, when an attempt was lost (`attempt` is then 1 or more). */
  | 'QUEUED'
  /** A generator holds the report and renews its lease. */
  | 'RUNNING'
  /** The whole file is there, checked by row count and SHA-256 (or S3's own checksum, when it was joined in storage). */
  | 'SUCCEEDED';

/** Something a reader should know before using the file. */
export type ReportWarningInput = {
  /** A stable code. */
  code: string;
  /** How many times it applies. */
  count: number;
  /** A sentence for people. */
  message: string;
};

/** A demonstration report with columns Date, Item and Amount; the same parameters give the same rows. */
export type SampleReportInput = {
  /** Rows to write, 0 to 10,000,000. */
  amountOfRows: number;
  /** How long the work is made to take, in milliseconds, 0 to 840,000. Spread evenly over the rows. */
  delayMs?: number | null | undefined;
};

export type GenerateReportMutationVariables = Exact<{
  input: GenerateReportInput;
}>;


export type GenerateReportMutation = { generateReport: { reportId: string, owner: string, title: string | null, definition: string, kind: string, format: ReportFormat, gzip: boolean, timeZone: string, engine: ReportEngine, status: ReportStatus, version: number, createdAt: string, startedAt: string | null, finishedAt: string | null, expiresAt: string | null, attempt: number, maxAttempts: number, lastHeartbeatAt: string | null, csv: { dialect: CsvDialect, delimiter: string } | null, progress: { phase: string, rowsWritten: number, rowsExpected: number | null, bytesWritten: number, percent: number | null, etaSeconds: number | null } | null, result: { rowCount: number, byteSize: number, sha256: string | null, crc64nvme: string | null, engine: ReportEngine, bytesScanned: number | null, contentType: string, columns: Array<{ name: string, type: string }>, warnings: Array<{ code: string, message: string, count: number }> } | null, error: { code: string, message: string, retryable: boolean, action: string } | null, preview: { columns: Array<string>, rows: Array<Array<string | null>> } | null } };

export type CancelReportMutationVariables = Exact<{
  reportId: string | number;
}>;


export type CancelReportMutation = { cancelReport: { reportId: string, owner: string, title: string | null, definition: string, kind: string, format: ReportFormat, gzip: boolean, timeZone: string, engine: ReportEngine, status: ReportStatus, version: number, createdAt: string, startedAt: string | null, finishedAt: string | null, expiresAt: string | null, attempt: number, maxAttempts: number, lastHeartbeatAt: string | null, csv: { dialect: CsvDialect, delimiter: string } | null, progress: { phase: string, rowsWritten: number, rowsExpected: number | null, bytesWritten: number, percent: number | null, etaSeconds: number | null } | null, result: { rowCount: number, byteSize: number, sha256: string | null, crc64nvme: string | null, engine: ReportEngine, bytesScanned: number | null, contentType: string, columns: Array<{ name: string, type: string }>, warnings: Array<{ code: string, message: string, count: number }> } | null, error: { code: string, message: string, retryable: boolean, action: string } | null, preview: { columns: Array<string>, rows: Array<Array<string | null>> } | null } | null };

export type DeleteReportMutationVariables = Exact<{
  reportId: string | number;
}>;


export type DeleteReportMutation = { deleteReport: { reportId: string, owner: string, title: string | null, definition: string, kind: string, format: ReportFormat, gzip: boolean, timeZone: string, engine: ReportEngine, status: ReportStatus, version: number, createdAt: string, startedAt: string | null, finishedAt: string | null, expiresAt: string | null, attempt: number, maxAttempts: number, lastHeartbeatAt: string | null, csv: { dialect: CsvDialect, delimiter: string } | null, progress: { phase: string, rowsWritten: number, rowsExpected: number | null, bytesWritten: number, percent: number | null, etaSeconds: number | null } | null, result: { rowCount: number, byteSize: number, sha256: string | null, crc64nvme: string | null, engine: ReportEngine, bytesScanned: number | null, contentType: string, columns: Array<{ name: string, type: string }>, warnings: Array<{ code: string, message: string, count: number }> } | null, error: { code: string, message: string, retryable: boolean, action: string } | null, preview: { columns: Array<string>, rows: Array<Array<string | null>> } | null } | null };

export type GetReportQueryVariables = Exact<{
  reportId: string | number;
}>;


export type GetReportQuery = { getReport: { reportId: string, owner: string, title: string | null, definition: string, kind: string, format: ReportFormat, gzip: boolean, timeZone: string, engine: ReportEngine, status: ReportStatus, version: number, createdAt: string, startedAt: string | null, finishedAt: string | null, expiresAt: string | null, attempt: number, maxAttempts: number, lastHeartbeatAt: string | null, download: { url: string, expiresAt: string, filename: string } | null, csv: { dialect: CsvDialect, delimiter: string } | null, progress: { phase: string, rowsWritten: number, rowsExpected: number | null, bytesWritten: number, percent: number | null, etaSeconds: number | null } | null, result: { rowCount: number, byteSize: number, sha256: string | null, crc64nvme: string | null, engine: ReportEngine, bytesScanned: number | null, contentType: string, columns: Array<{ name: string, type: string }>, warnings: Array<{ code: string, message: string, count: number }> } | null, error: { code: string, message: string, retryable: boolean, action: string } | null, preview: { columns: Array<string>, rows: Array<Array<string | null>> } | null } | null };

export type ListReportsQueryVariables = Exact<{
  status?: ReportStatus | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ListReportsQuery = { listReports: { nextToken: string | null, items: Array<{ reportId: string, owner: string, title: string | null, definition: string, kind: string, format: ReportFormat, gzip: boolean, timeZone: string, engine: ReportEngine, status: ReportStatus, version: number, createdAt: string, startedAt: string | null, finishedAt: string | null, expiresAt: string | null, attempt: number, maxAttempts: number, lastHeartbeatAt: string | null, csv: { dialect: CsvDialect, delimiter: string } | null, progress: { phase: string, rowsWritten: number, rowsExpected: number | null, bytesWritten: number, percent: number | null, etaSeconds: number | null } | null, result: { rowCount: number, byteSize: number, sha256: string | null, crc64nvme: string | null, engine: ReportEngine, bytesScanned: number | null, contentType: string, columns: Array<{ name: string, type: string }>, warnings: Array<{ code: string, message: string, count: number }> } | null, error: { code: string, message: string, retryable: boolean, action: string } | null, preview: { columns: Array<string>, rows: Array<Array<string | null>> } | null }> } };

export type OnReportReadySubscriptionVariables = Exact<{
  reportId?: string | number | null | undefined;
}>;


export type OnReportReadySubscription = { onReportReady: { reportId: string, owner: string, title: string | null, definition: string, kind: string, format: ReportFormat, gzip: boolean, timeZone: string, engine: ReportEngine, status: ReportStatus, version: number, createdAt: string, startedAt: string | null, finishedAt: string | null, expiresAt: string | null, attempt: number, maxAttempts: number, lastHeartbeatAt: string | null, download: { url: string, expiresAt: string, filename: string } | null, csv: { dialect: CsvDialect, delimiter: string } | null, progress: { phase: string, rowsWritten: number, rowsExpected: number | null, bytesWritten: number, percent: number | null, etaSeconds: number | null } | null, result: { rowCount: number, byteSize: number, sha256: string | null, crc64nvme: string | null, engine: ReportEngine, bytesScanned: number | null, contentType: string, columns: Array<{ name: string, type: string }>, warnings: Array<{ code: string, message: string, count: number }> } | null, error: { code: string, message: string, retryable: boolean, action: string } | null, preview: { columns: Array<string>, rows: Array<Array<string | null>> } | null } | null };

export type OnReportProgressSubscriptionVariables = Exact<{
  reportId?: string | number | null | undefined;
}>;


export type OnReportProgressSubscription = { onReportProgress: { reportId: string, owner: string, title: string | null, definition: string, kind: string, format: ReportFormat, gzip: boolean, timeZone: string, engine: ReportEngine, status: ReportStatus, version: number, createdAt: string, startedAt: string | null, finishedAt: string | null, expiresAt: string | null, attempt: number, maxAttempts: number, lastHeartbeatAt: string | null, csv: { dialect: CsvDialect, delimiter: string } | null, progress: { phase: string, rowsWritten: number, rowsExpected: number | null, bytesWritten: number, percent: number | null, etaSeconds: number | null } | null, result: { rowCount: number, byteSize: number, sha256: string | null, crc64nvme: string | null, engine: ReportEngine, bytesScanned: number | null, contentType: string, columns: Array<{ name: string, type: string }>, warnings: Array<{ code: string, message: string, count: number }> } | null, error: { code: string, message: string, retryable: boolean, action: string } | null, preview: { columns: Array<string>, rows: Array<Array<string | null>> } | null } | null };

export type OnReportDeletedSubscriptionVariables = Exact<{
  reportId?: string | number | null | undefined;
}>;


export type OnReportDeletedSubscription = { onReportDeleted: { reportId: string, createdAt: string } | null };

export type EstimateReportQueryVariables = Exact<{
  input: GenerateReportInput;
}>;


export type EstimateReportQuery = { estimateReport: { rows: number | null, byteSize: number | null, seconds: number | null, engine: ReportEngine, bytesScanned: number | null, fits: boolean, problem: string | null, basedOnReports: number } };

export type ReportFieldsFragment = { reportId: string, owner: string, title: string | null, definition: string, kind: string, format: ReportFormat, gzip: boolean, timeZone: string, engine: ReportEngine, status: ReportStatus, version: number, createdAt: string, startedAt: string | null, finishedAt: string | null, expiresAt: string | null, attempt: number, maxAttempts: number, lastHeartbeatAt: string | null, csv: { dialect: CsvDialect, delimiter: string } | null, progress: { phase: string, rowsWritten: number, rowsExpected: number | null, bytesWritten: number, percent: number | null, etaSeconds: number | null } | null, result: { rowCount: number, byteSize: number, sha256: string | null, crc64nvme: string | null, engine: ReportEngine, bytesScanned: number | null, contentType: string, columns: Array<{ name: string, type: string }>, warnings: Array<{ code: string, message: string, count: number }> } | null, error: { code: string, message: string, retryable: boolean, action: string } | null, preview: { columns: Array<string>, rows: Array<Array<string | null>> } | null };

export type DownloadFieldsFragment = { url: string, expiresAt: string, filename: string };

export type ReportStartedMutationVariables = Exact<{
  owner: string | number;
  reportId: string | number;
  attempt?: number | null | undefined;
  hop?: number | null | undefined;
  invocationId?: string | null | undefined;
}>;


export type ReportStartedMutation = { reportStarted: { reportId: string, owner: string, title: string | null, definition: string, kind: string, format: ReportFormat, gzip: boolean, timeZone: string, engine: ReportEngine, status: ReportStatus, version: number, createdAt: string, startedAt: string | null, finishedAt: string | null, expiresAt: string | null, attempt: number, maxAttempts: number, lastHeartbeatAt: string | null, csv: { dialect: CsvDialect, delimiter: string } | null, progress: { phase: string, rowsWritten: number, rowsExpected: number | null, bytesWritten: number, percent: number | null, etaSeconds: number | null } | null, result: { rowCount: number, byteSize: number, sha256: string | null, crc64nvme: string | null, engine: ReportEngine, bytesScanned: number | null, contentType: string, columns: Array<{ name: string, type: string }>, warnings: Array<{ code: string, message: string, count: number }> } | null, error: { code: string, message: string, retryable: boolean, action: string } | null, preview: { columns: Array<string>, rows: Array<Array<string | null>> } | null } | null };

export type ReportProgressedMutationVariables = Exact<{
  owner: string | number;
  reportId: string | number;
  attempt: number;
  progress: ReportProgressInput;
}>;


export type ReportProgressedMutation = { reportProgressed: { reportId: string, owner: string, title: string | null, definition: string, kind: string, format: ReportFormat, gzip: boolean, timeZone: string, engine: ReportEngine, status: ReportStatus, version: number, createdAt: string, startedAt: string | null, finishedAt: string | null, expiresAt: string | null, attempt: number, maxAttempts: number, lastHeartbeatAt: string | null, csv: { dialect: CsvDialect, delimiter: string } | null, progress: { phase: string, rowsWritten: number, rowsExpected: number | null, bytesWritten: number, percent: number | null, etaSeconds: number | null } | null, result: { rowCount: number, byteSize: number, sha256: string | null, crc64nvme: string | null, engine: ReportEngine, bytesScanned: number | null, contentType: string, columns: Array<{ name: string, type: string }>, warnings: Array<{ code: string, message: string, count: number }> } | null, error: { code: string, message: string, retryable: boolean, action: string } | null, preview: { columns: Array<string>, rows: Array<Array<string | null>> } | null } | null };

export type ReportReadyMutationVariables = Exact<{
  owner: string | number;
  reportId: string | number;
  attempt: number;
  status: ReportStatus;
  result?: ReportResultInput | null | undefined;
  error?: ReportErrorInput | null | undefined;
}>;


export type ReportReadyMutation = { reportReady: { reportId: string, owner: string, title: string | null, definition: string, kind: string, format: ReportFormat, gzip: boolean, timeZone: string, engine: ReportEngine, status: ReportStatus, version: number, createdAt: string, startedAt: string | null, finishedAt: string | null, expiresAt: string | null, attempt: number, maxAttempts: number, lastHeartbeatAt: string | null, download: { url: string, expiresAt: string, filename: string } | null, csv: { dialect: CsvDialect, delimiter: string } | null, progress: { phase: string, rowsWritten: number, rowsExpected: number | null, bytesWritten: number, percent: number | null, etaSeconds: number | null } | null, result: { rowCount: number, byteSize: number, sha256: string | null, crc64nvme: string | null, engine: ReportEngine, bytesScanned: number | null, contentType: string, columns: Array<{ name: string, type: string }>, warnings: Array<{ code: string, message: string, count: number }> } | null, error: { code: string, message: string, retryable: boolean, action: string } | null, preview: { columns: Array<string>, rows: Array<Array<string | null>> } | null } | null };

export type ReportOverdueMutationVariables = Exact<{
  owner: string | number;
  reportId: string | number;
  failedInvocationId?: string | null | undefined;
}>;


export type ReportOverdueMutation = { reportOverdue: { waitingFor: string | null, lane: ReportLane | null, reportId: string, owner: string, title: string | null, definition: string, kind: string, format: ReportFormat, gzip: boolean, timeZone: string, engine: ReportEngine, status: ReportStatus, version: number, createdAt: string, startedAt: string | null, finishedAt: string | null, expiresAt: string | null, attempt: number, maxAttempts: number, lastHeartbeatAt: string | null, csv: { dialect: CsvDialect, delimiter: string } | null, progress: { phase: string, rowsWritten: number, rowsExpected: number | null, bytesWritten: number, percent: number | null, etaSeconds: number | null } | null, result: { rowCount: number, byteSize: number, sha256: string | null, crc64nvme: string | null, engine: ReportEngine, bytesScanned: number | null, contentType: string, columns: Array<{ name: string, type: string }>, warnings: Array<{ code: string, message: string, count: number }> } | null, error: { code: string, message: string, retryable: boolean, action: string } | null, preview: { columns: Array<string>, rows: Array<Array<string | null>> } | null } | null };


/** A document, and the types of its answer and of its variables. */
export type TypedDocumentString<TResult, TVariables> = string &
  DocumentTypeDecoration<TResult, TVariables>;

export const GenerateReportDocument = "mutation GenerateReport($input:GenerateReportInput!){generateReport(input:$input){...ReportFields}}fragment ReportFields on Report{reportId owner title definition kind format csv{dialect delimiter}gzip timeZone engine status version createdAt startedAt finishedAt expiresAt progress{phase rowsWritten rowsExpected bytesWritten percent etaSeconds}result{rowCount byteSize sha256 crc64nvme engine bytesScanned contentType columns{name type}warnings{code message count}}error{code message retryable action}attempt maxAttempts lastHeartbeatAt preview{columns rows}}" as TypedDocumentString<GenerateReportMutation, GenerateReportMutationVariables>;
export const CancelReportDocument = "mutation CancelReport($reportId:ID!){cancelReport(reportId:$reportId){...ReportFields}}fragment ReportFields on Report{reportId owner title definition kind format csv{dialect delimiter}gzip timeZone engine status version createdAt startedAt finishedAt expiresAt progress{phase rowsWritten rowsExpected bytesWritten percent etaSeconds}result{rowCount byteSize sha256 crc64nvme engine bytesScanned contentType columns{name type}warnings{code message count}}error{code message retryable action}attempt maxAttempts lastHeartbeatAt preview{columns rows}}" as TypedDocumentString<CancelReportMutation, CancelReportMutationVariables>;
export const DeleteReportDocument = "mutation DeleteReport($reportId:ID!){deleteReport(reportId:$reportId){...ReportFields}}fragment ReportFields on Report{reportId owner title definition kind format csv{dialect delimiter}gzip timeZone engine status version createdAt startedAt finishedAt expiresAt progress{phase rowsWritten rowsExpected bytesWritten percent etaSeconds}result{rowCount byteSize sha256 crc64nvme engine bytesScanned contentType columns{name type}warnings{code message count}}error{code message retryable action}attempt maxAttempts lastHeartbeatAt preview{columns rows}}" as TypedDocumentString<DeleteReportMutation, DeleteReportMutationVariables>;
export const GetReportDocument = "query GetReport($reportId:ID!){getReport(reportId:$reportId){...ReportFields download{...DownloadFields}}}fragment ReportFields on Report{reportId owner title definition kind format csv{dialect delimiter}gzip timeZone engine status version createdAt startedAt finishedAt expiresAt progress{phase rowsWritten rowsExpected bytesWritten percent etaSeconds}result{rowCount byteSize sha256 crc64nvme engine bytesScanned contentType columns{name type}warnings{code message count}}error{code message retryable action}attempt maxAttempts lastHeartbeatAt preview{columns rows}}fragment DownloadFields on ReportDownload{url expiresAt filename}" as TypedDocumentString<GetReportQuery, GetReportQueryVariables>;
export const ListReportsDocument = "query ListReports($status:ReportStatus$first:Int$after:String){listReports(status:$status first:$first after:$after){items{...ReportFields}nextToken}}fragment ReportFields on Report{reportId owner title definition kind format csv{dialect delimiter}gzip timeZone engine status version createdAt startedAt finishedAt expiresAt progress{phase rowsWritten rowsExpected bytesWritten percent etaSeconds}result{rowCount byteSize sha256 crc64nvme engine bytesScanned contentType columns{name type}warnings{code message count}}error{code message retryable action}attempt maxAttempts lastHeartbeatAt preview{columns rows}}" as TypedDocumentString<ListReportsQuery, ListReportsQueryVariables>;
export const OnReportReadyDocument = "subscription OnReportReady($reportId:ID){onReportReady(reportId:$reportId){...ReportFields download{...DownloadFields}}}fragment ReportFields on Report{reportId owner title definition kind format csv{dialect delimiter}gzip timeZone engine status version createdAt startedAt finishedAt expiresAt progress{phase rowsWritten rowsExpected bytesWritten percent etaSeconds}result{rowCount byteSize sha256 crc64nvme engine bytesScanned contentType columns{name type}warnings{code message count}}error{code message retryable action}attempt maxAttempts lastHeartbeatAt preview{columns rows}}fragment DownloadFields on ReportDownload{url expiresAt filename}" as TypedDocumentString<OnReportReadySubscription, OnReportReadySubscriptionVariables>;
export const OnReportProgressDocument = "subscription OnReportProgress($reportId:ID){onReportProgress(reportId:$reportId){...ReportFields}}fragment ReportFields on Report{reportId owner title definition kind format csv{dialect delimiter}gzip timeZone engine status version createdAt startedAt finishedAt expiresAt progress{phase rowsWritten rowsExpected bytesWritten percent etaSeconds}result{rowCount byteSize sha256 crc64nvme engine bytesScanned contentType columns{name type}warnings{code message count}}error{code message retryable action}attempt maxAttempts lastHeartbeatAt preview{columns rows}}" as TypedDocumentString<OnReportProgressSubscription, OnReportProgressSubscriptionVariables>;
export const OnReportDeletedDocument = "subscription OnReportDeleted($reportId:ID){onReportDeleted(reportId:$reportId){reportId createdAt}}" as TypedDocumentString<OnReportDeletedSubscription, OnReportDeletedSubscriptionVariables>;
export const EstimateReportDocument = "query EstimateReport($input:GenerateReportInput!){estimateReport(input:$input){rows byteSize seconds engine bytesScanned fits problem basedOnReports}}" as TypedDocumentString<EstimateReportQuery, EstimateReportQueryVariables>;
export const ReportStartedDocument = "mutation ReportStarted($owner:ID!$reportId:ID!$attempt:Int$hop:Int$invocationId:String){reportStarted(owner:$owner reportId:$reportId attempt:$attempt hop:$hop invocationId:$invocationId){...ReportFields}}fragment ReportFields on Report{reportId owner title definition kind format csv{dialect delimiter}gzip timeZone engine status version createdAt startedAt finishedAt expiresAt progress{phase rowsWritten rowsExpected bytesWritten percent etaSeconds}result{rowCount byteSize sha256 crc64nvme engine bytesScanned contentType columns{name type}warnings{code message count}}error{code message retryable action}attempt maxAttempts lastHeartbeatAt preview{columns rows}}" as TypedDocumentString<ReportStartedMutation, ReportStartedMutationVariables>;
export const ReportProgressedDocument = "mutation ReportProgressed($owner:ID!$reportId:ID!$attempt:Int!$progress:ReportProgressInput!){reportProgressed(owner:$owner reportId:$reportId attempt:$attempt progress:$progress){...ReportFields}}fragment ReportFields on Report{reportId owner title definition kind format csv{dialect delimiter}gzip timeZone engine status version createdAt startedAt finishedAt expiresAt progress{phase rowsWritten rowsExpected bytesWritten percent etaSeconds}result{rowCount byteSize sha256 crc64nvme engine bytesScanned contentType columns{name type}warnings{code message count}}error{code message retryable action}attempt maxAttempts lastHeartbeatAt preview{columns rows}}" as TypedDocumentString<ReportProgressedMutation, ReportProgressedMutationVariables>;
export const ReportReadyDocument = "mutation ReportReady($owner:ID!$reportId:ID!$attempt:Int!$status:ReportStatus!$result:ReportResultInput$error:ReportErrorInput){reportReady(owner:$owner reportId:$reportId attempt:$attempt status:$status result:$result error:$error){...ReportFields download{...DownloadFields}}}fragment ReportFields on Report{reportId owner title definition kind format csv{dialect delimiter}gzip timeZone engine status version createdAt startedAt finishedAt expiresAt progress{phase rowsWritten rowsExpected bytesWritten percent etaSeconds}result{rowCount byteSize sha256 crc64nvme engine bytesScanned contentType columns{name type}warnings{code message count}}error{code message retryable action}attempt maxAttempts lastHeartbeatAt preview{columns rows}}fragment DownloadFields on ReportDownload{url expiresAt filename}" as TypedDocumentString<ReportReadyMutation, ReportReadyMutationVariables>;
export const ReportOverdueDocument = "mutation ReportOverdue($owner:ID!$reportId:ID!$failedInvocationId:String){reportOverdue(owner:$owner reportId:$reportId failedInvocationId:$failedInvocationId){...ReportFields waitingFor lane}}fragment ReportFields on Report{reportId owner title definition kind format csv{dialect delimiter}gzip timeZone engine status version createdAt startedAt finishedAt expiresAt progress{phase rowsWritten rowsExpected bytesWritten percent etaSeconds}result{rowCount byteSize sha256 crc64nvme engine bytesScanned contentType columns{name type}warnings{code message count}}error{code message retryable action}attempt maxAttempts lastHeartbeatAt preview{columns rows}}" as TypedDocumentString<ReportOverdueMutation, ReportOverdueMutationVariables>;
