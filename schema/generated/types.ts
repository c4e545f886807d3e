export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  AWSDate: { input: string; output: string; }
  AWSDateTime: { input: string; output: string; }
  AWSEmail: { input: string; output: string; }
  AWSIPAddress: { input: string; output: string; }
  AWSJSON: { input: string; output: string; }
  AWSPhone: { input: string; output: string; }
  AWSTime: { input: string; output: string; }
  AWSTimestamp: { input: number; output: number; }
  AWSURL: { input: string; output: string; }
};

/** One row per day: date, year, quarter, month, ISO week, ISO weekday, whether it is a weekend. */
export type CalendarReportInput = {
  /** The first day, inclusive, as YYYY-MM-DD. */
  fromDate: Scalars['AWSDate']['input'];
  /** The last day, inclusive. At most 200 years after `fromDate`. */
  toDate: Scalars['AWSDate']['input'];
};

/** How a CSV file is written. */
export type CsvDialect =
  /** For Excel: byte order mark, and free text that Excel would run as a formula is guarded. */
  | 'EXCEL'
  /** Plain and exact, for programs (RFC 4180, UTF-8). */
  | 'RFC4180';

/** How a CSV file is written. */
export type CsvOptions = {
  /** The character between fields: a comma, a semicolon, a tab or a vertical bar. */
  delimiter: Scalars['String']['output'];
  /** For programs or for Excel. */
  dialect: CsvDialect;
};

/** How a CSV file is to be written. */
export type CsvOptionsInput = {
  /** The character between fields: a comma, a semicolon, a tab or a vertical bar. */
  delimiter?: InputMaybe<Scalars['String']['input']>;
  /** For programs or for Excel. */
  dialect?: InputMaybe<CsvDialect>;
};

/** One row per airport of departure: flights, average, median and 90th percentile of the delay, share over 15 minutes. Made by DUCKDB or ATHENA. */
export type FlightDelaysReportInput = {
  /** The first day of departure, inclusive, as YYYY-MM-DD. The data covers 2001-01-01 to 2001-06-30. */
  fromDate: Scalars['AWSDate']['input'];
  /** Leaves out airports with fewer flights than this, 1 or more. */
  minimumFlights?: InputMaybe<Scalars['Int']['input']>;
  /** Only airports of this US state, two letters, for example CA. */
  state?: InputMaybe<Scalars['String']['input']>;
  /** The last day of departure, inclusive. The data covers 2001-01-01 to 2001-06-30. */
  toDate: Scalars['AWSDate']['input'];
};

/** One row per flight: departure, airports, distance, delay. Made by DUCKDB or ATHENA. */
export type FlightDetailsReportInput = {
  /** The first day of departure, inclusive, as YYYY-MM-DD. The data covers 2001-01-01 to 2001-06-30. */
  fromDate: Scalars['AWSDate']['input'];
  /** Only flights from airports of this US state, two letters, for example CA. */
  state?: InputMaybe<Scalars['String']['input']>;
  /** The last day of departure, inclusive. The data covers 2001-01-01 to 2001-06-30. */
  toDate: Scalars['AWSDate']['input'];
};

/** An order for a report. */
export type GenerateReportInput = {
  /** How a CSV file is written; for CSV only. */
  csv?: InputMaybe<CsvOptionsInput>;
  /** What to generate. */
  definition: ReportDefinitionInput;
  /** What is to make the rows. Null: chosen by what the report is likely to take. Not every kind has a choice. */
  engine?: InputMaybe<ReportEngine>;
  /** The file format. */
  format?: InputMaybe<ReportFormat>;
  /** Compresses the file with gzip; for CSV and JSONL only. */
  gzip?: InputMaybe<Scalars['Boolean']['input']>;
  /** A ULID or UUID made by the client, so that it can subscribe first and repeat safely. Made by the server when absent. */
  reportId?: InputMaybe<Scalars['ID']['input']>;
  /** The IANA time zone timestamps are written in. */
  timeZone?: InputMaybe<Scalars['String']['input']>;
  /** A name for people, at most 120 characters. */
  title?: InputMaybe<Scalars['String']['input']>;
};

export type Mutation = {
  /**
   * Stops a report: a QUEUED one at once, a RUNNING one within two seconds (CANCELLING until the generator confirms).
   * Once accepted it wins over a success that comes later. Cancelling again is harmless.
   * Errors: `AlreadyFinished`, `NotFound`.
   */
  cancelReport?: Maybe<Report>;
  /**
   * Removes a report and its file; its link is dead when this returns. The answer is the report as it last was.
   * Errors: `NotFinished` while it is under way (cancel it first), `NotFound`.
   */
  deleteReport?: Maybe<Report>;
  /**
   * Accepts an order and returns at once, QUEUED; the work goes on in the background.
   * Repeating it with the same `reportId` and definition returns the same report.
   * Errors: `BadRequest` (errorInfo names the field), `IdempotentParameterMismatch`, `LimitExceeded` (too many of the
   * caller's reports are under way; errorInfo has `limit`, `active` and `retryAfterSeconds`).
   */
  generateReport: Report;
  /**
   * Recovery says that nobody answers for a report in time: its lease has run out, or the invocation `failedInvocationId`
   * that held it has failed. It goes back to QUEUED to be started again, or ends FAILED (`WORKER_LOST`) when it has no
   * attempt left, CANCELLED when that was asked, EXPIRED when its file's time is over. One that waits for a query stays
   * what it is, its lease renewed: the generator is to look.
   * Errors: `NotOverdue` when somebody answers for it, `NotFound`.
   */
  reportOverdue?: Maybe<Report>;
  /**
   * The generator reports progress and renews its lease; the answer carries the status, so it learns of a cancellation.
   * Errors: `StaleAttempt` when another attempt holds the report or it is final.
   */
  reportProgressed?: Maybe<Report>;
  /**
   * The generator ends its attempt: SUCCEEDED with `result`, FAILED with `error`, or CANCELLED.
   * Errors: `StaleAttempt` when another attempt holds the report or it is final, `BadRequest`.
   */
  reportReady?: Maybe<Report>;
  /**
   * The generator claims a QUEUED report as a new attempt; a RUNNING one is recovery's to take from whoever has it.
   * With `attempt` and `hop` it takes up its own attempt in a further invocation, once for each hop.
   * `invocationId` is Lambda's request id: when Lambda says that it failed, the report need not wait for its lease.
   * Errors: `NotFound`, `AlreadyClaimed`, `AlreadyFinished`, `StaleAttempt`.
   */
  reportStarted?: Maybe<Report>;
};


export type MutationCancelReportArgs = {
  reportId: Scalars['ID']['input'];
};


export type MutationDeleteReportArgs = {
  reportId: Scalars['ID']['input'];
};


export type MutationGenerateReportArgs = {
  input: GenerateReportInput;
};


export type MutationReportOverdueArgs = {
  failedInvocationId?: InputMaybe<Scalars['String']['input']>;
  owner: Scalars['ID']['input'];
  reportId: Scalars['ID']['input'];
};


export type MutationReportProgressedArgs = {
  attempt: Scalars['Int']['input'];
  owner: Scalars['ID']['input'];
  progress: ReportProgressInput;
  reportId: Scalars['ID']['input'];
};


export type MutationReportReadyArgs = {
  attempt: Scalars['Int']['input'];
  error?: InputMaybe<ReportErrorInput>;
  owner: Scalars['ID']['input'];
  reportId: Scalars['ID']['input'];
  result?: InputMaybe<ReportResultInput>;
  status: ReportStatus;
};


export type MutationReportStartedArgs = {
  attempt?: InputMaybe<Scalars['Int']['input']>;
  hop?: InputMaybe<Scalars['Int']['input']>;
  invocationId?: InputMaybe<Scalars['String']['input']>;
  owner: Scalars['ID']['input'];
  reportId: Scalars['ID']['input'];
};

export type Query = {
  /**
   * What a report is likely to take, before it is ordered; nothing is stored or started.
   * Errors: those of `generateReport` about its input.
   */
  estimateReport: ReportEstimate;
  /** One of the caller's own reports. Null when there is none with this id. */
  getReport?: Maybe<Report>;
  /** The caller's own reports, newest first. `first` is 1 to 100; with `status` a page can be shorter although there is a next. */
  listReports: ReportConnection;
};


export type QueryEstimateReportArgs = {
  input: GenerateReportInput;
};


export type QueryGetReportArgs = {
  reportId: Scalars['ID']['input'];
};


export type QueryListReportsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  status?: InputMaybe<ReportStatus>;
};

/**
 * A report somebody asked for: what was asked, how far it is, and what came of it.
 *
 * The stored row is the truth and a push is a hint: merge pushes and reads by `version`, never backwards.
 */
export type Report = {
  /** How many times the work was started: 0 while QUEUED for the first time. */
  attempt: Scalars['Int']['output'];
  /** When the report was accepted. */
  createdAt: Scalars['AWSDateTime']['output'];
  /** How the CSV file is written. Null for other formats. */
  csv?: Maybe<CsvOptions>;
  /** What was asked, exactly: one key, the kind, holding its parameters. JSON text. */
  definition: Scalars['AWSJSON']['output'];
  /** A link to the file, made anew at each read and valid for 15 minutes. Null unless SUCCEEDED. */
  download?: Maybe<ReportDownload>;
  /** What makes the rows: chosen when the report was accepted. */
  engine: ReportEngine;
  /** Why there is no file. Null unless FAILED. */
  error?: Maybe<ReportError>;
  /** When the file is removed. The definition stays readable. */
  expiresAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** When a final status was reached. */
  finishedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** The file format that was asked for. */
  format: ReportFormat;
  /** Whether the file is compressed with gzip (CSV and JSONL only). */
  gzip: Scalars['Boolean']['output'];
  /** The kind of report: the key of `definition`. */
  kind: Scalars['String']['output'];
  /** Whose turn it is to make it: LARGE has places of its own. Null: the generators' for all others. */
  lane?: Maybe<ReportLane>;
  /** The generator's last sign of life. */
  lastHeartbeatAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** How many starts are allowed before the report fails. */
  maxAttempts: Scalars['Int']['output'];
  /** The Cognito `sub` of the person who asked. Nobody else can read the report. */
  owner: Scalars['ID']['output'];
  /** The first rows, once they are known. */
  preview?: Maybe<ReportPreview>;
  /** How far the work is. Null while QUEUED. */
  progress?: Maybe<ReportProgress>;
  /** Chosen by the client (ULID or UUID) or by the server when absent. Also the idempotency token. */
  reportId: Scalars['ID']['output'];
  /** What the file holds, proven before it is published. Null unless SUCCEEDED. */
  result?: Maybe<ReportResult>;
  /** When the current attempt started. Null while QUEUED. */
  startedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Where the report stands. SUCCEEDED, FAILED, CANCELLED and EXPIRED are final. */
  status: ReportStatus;
  /** The IANA time zone timestamps are written in, for example Europe/Berlin. */
  timeZone: Scalars['String']['output'];
  /** A name for people, at most 120 characters. */
  title?: Maybe<Scalars['String']['output']>;
  /** Grows by one with every change. A copy with a lower version is older and is to be ignored. */
  version: Scalars['Int']['output'];
  /** The id of the query execution it waits for while no function of ours runs. Null when it waits for none. */
  waitingFor?: Maybe<Scalars['ID']['output']>;
};

/** A column of the file. */
export type ReportColumn = {
  /** The name in the header. */
  name: Scalars['String']['output'];
  /** STRING, INTEGER, DECIMAL, DATE, TIMESTAMP or BOOLEAN. */
  type: Scalars['String']['output'];
};

/** A column of the file. */
export type ReportColumnInput = {
  /** The name in the header. */
  name: Scalars['String']['input'];
  /** STRING, INTEGER, DECIMAL, DATE, TIMESTAMP or BOOLEAN. */
  type: Scalars['String']['input'];
};

/** One page of reports. */
export type ReportConnection = {
  /** The reports, newest first. */
  items: Array<Report>;
  /** Hand this to `after` for the next page. Null on the last page. */
  nextToken?: Maybe<Scalars['String']['output']>;
};

/** What to generate: exactly one field must be set. */
export type ReportDefinitionInput = {
  /** A calendar table: one row per day, with what reports group by. */
  calendar?: InputMaybe<CalendarReportInput>;
  /** How late flights left, airport by airport. */
  flightDelays?: InputMaybe<FlightDelaysReportInput>;
  /** Every flight of a period, one row each: up to 3 million rows. */
  flightDetails?: InputMaybe<FlightDetailsReportInput>;
  /** Demonstration rows: date, item, amount. */
  sample?: InputMaybe<SampleReportInput>;
};

/** A link to the finished file. */
export type ReportDownload = {
  /** When the link stops working. Read the report again for a new one. */
  expiresAt: Scalars['AWSDateTime']['output'];
  /** The name the browser saves the file under. */
  filename: Scalars['String']['output'];
  /** A presigned address. Whoever has it can read the file until `expiresAt`. */
  url: Scalars['AWSURL']['output'];
};

/** What makes the rows of a report. */
export type ReportEngine =
  /** A query by Amazon Athena; the generator waits for it without running. */
  | 'ATHENA'
  /** A query inside the generator. */
  | 'DUCKDB'
  /** Rows are made by TypeScript, in the generator. */
  | 'NODE';

/** Why a report failed. */
export type ReportError = {
  /** What to do next, in words. */
  action: Scalars['String']['output'];
  /** A stable code: INVALID_DATA, SOURCE_UNAVAILABLE, SOURCE_TIMEOUT, ROW_COUNT_MISMATCH, TOO_LARGE_FOR_FORMAT, SCAN_LIMIT (the query would read more than is allowed), STORAGE_ERROR, WORKER_LOST, DEADLINE_EXCEEDED or INTERNAL. */
  code: Scalars['String']['output'];
  /** A sentence for people. */
  message: Scalars['String']['output'];
  /** Whether running the same report again can succeed. */
  retryable: Scalars['Boolean']['output'];
};

/** Why a report failed; written by the generator. */
export type ReportErrorInput = {
  /** What to do next, in words. */
  action: Scalars['String']['input'];
  /** A stable code. See `ReportError.code`. */
  code: Scalars['String']['input'];
  /** A sentence for people. */
  message: Scalars['String']['input'];
  /** Whether running the same report again can succeed. */
  retryable: Scalars['Boolean']['input'];
};

/** What a report is likely to take, from its parameters and from past reports of its kind. */
export type ReportEstimate = {
  /** How many past reports the estimate is based on; 0: on figures that came with this system. */
  basedOnReports: Scalars['Int']['output'];
  /** Size of the file in bytes. Null when it cannot be told. */
  byteSize?: Maybe<Scalars['Float']['output']>;
  /** Bytes the query would read. Null unless Athena would run it, or when they cannot be told. */
  bytesScanned?: Maybe<Scalars['Float']['output']>;
  /** What would make the rows: what was insisted on, or what would be chosen. */
  engine: ReportEngine;
  /** Whether the format can hold that many rows. */
  fits: Scalars['Boolean']['output'];
  /** Why it does not fit and what to choose instead, in words. Null when it fits. */
  problem?: Maybe<Scalars['String']['output']>;
  /** Rows of the file. Null when they cannot be told beforehand. */
  rows?: Maybe<Scalars['Float']['output']>;
  /** Seconds until it is ready. Null when they cannot be told. */
  seconds?: Maybe<Scalars['Float']['output']>;
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
export type ReportPreview = {
  /** Column names, in file order. */
  columns: Array<Scalars['String']['output']>;
  /** At most 20 rows, one list of cells each. */
  rows: Array<Array<Maybe<Scalars['String']['output']>>>;
};

/** The first rows of the file, as text. */
export type ReportPreviewInput = {
  /** Column names, in file order. */
  columns: Array<Scalars['String']['input']>;
  /** At most 20 rows, one list of cells each. */
  rows: Array<Array<InputMaybe<Scalars['String']['input']>>>;
};

/** How far the work is. */
export type ReportProgress = {
  /** Bytes written so far. */
  bytesWritten: Scalars['Float']['output'];
  /** Likely seconds left. Null when not known. */
  etaSeconds?: Maybe<Scalars['Int']['output']>;
  /** 0 to 100. Null when the total is not known. */
  percent?: Maybe<Scalars['Float']['output']>;
  /** What is being done now. */
  phase: Scalars['String']['output'];
  /** Rows the finished file will have. Null when not known. */
  rowsExpected?: Maybe<Scalars['Float']['output']>;
  /** Rows written so far, in this attempt. */
  rowsWritten: Scalars['Float']['output'];
};

/** How far a running report is; written by the generator. */
export type ReportProgressInput = {
  /** Bytes written so far. */
  bytesWritten: Scalars['Float']['input'];
  /** Likely seconds left, when known. */
  etaSeconds?: InputMaybe<Scalars['Int']['input']>;
  /** What is being done now. */
  phase: Scalars['String']['input'];
  /** The first rows, sent once they are known. */
  preview?: InputMaybe<ReportPreviewInput>;
  /** Rows the finished file will have, when known. */
  rowsExpected?: InputMaybe<Scalars['Float']['input']>;
  /** Rows written so far, in this attempt. */
  rowsWritten: Scalars['Float']['input'];
  /** The id of the query execution the report waits for from now on; any other progress ends the waiting. */
  waitingFor?: InputMaybe<Scalars['ID']['input']>;
};

/** What the finished file holds. */
export type ReportResult = {
  /** Size of the file in bytes. */
  byteSize: Scalars['Float']['output'];
  /** Bytes the query has read, as Athena counts them. Null for other engines. */
  bytesScanned?: Maybe<Scalars['Float']['output']>;
  /** The columns, in file order. */
  columns: Array<ReportColumn>;
  /** The file's media type. */
  contentType: Scalars['String']['output'];
  /** S3's own checksum of the whole file, CRC-64/NVME in base64, when it was joined in storage. */
  crc64nvme?: Maybe<Scalars['String']['output']>;
  /** What made the rows. */
  engine: ReportEngine;
  /** Rows, the header not counted. */
  rowCount: Scalars['Float']['output'];
  /** SHA-256 of the file, in lower-case hexadecimal. Null when it was joined in storage: `crc64nvme` is there instead. */
  sha256?: Maybe<Scalars['String']['output']>;
  /** What a reader should know before using the file. */
  warnings: Array<ReportWarning>;
};

/** What the finished file holds; written by the generator. */
export type ReportResultInput = {
  /** Size of the file in bytes. */
  byteSize: Scalars['Float']['input'];
  /** Bytes the query has read, as Athena counts them. Null for other engines. */
  bytesScanned?: InputMaybe<Scalars['Float']['input']>;
  /** The columns, in file order. */
  columns: Array<ReportColumnInput>;
  /** The file's media type. */
  contentType: Scalars['String']['input'];
  /** S3's own checksum of the whole file, CRC-64/NVME in base64, when it was joined in storage. */
  crc64nvme?: InputMaybe<Scalars['String']['input']>;
  /** What made the rows. */
  engine: ReportEngine;
  /** Where the object is in the reports bucket. Never shown to a user. */
  objectKey: Scalars['String']['input'];
  /** Rows, the header not counted. */
  rowCount: Scalars['Float']['input'];
  /** SHA-256 of the file, in lower-case hexadecimal. Null only with `crc64nvme`. */
  sha256?: InputMaybe<Scalars['String']['input']>;
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
export type ReportWarning = {
  /** A stable code. */
  code: Scalars['String']['output'];
  /** How many times it applies. */
  count: Scalars['Int']['output'];
  /** A sentence for people. */
  message: Scalars['String']['output'];
};

/** Something a reader should know before using the file. */
export type ReportWarningInput = {
  /** A stable code. */
  code: Scalars['String']['input'];
  /** How many times it applies. */
  count: Scalars['Int']['input'];
  /** A sentence for people. */
  message: Scalars['String']['input'];
};

/** A demonstration report with columns Date, Item and Amount; the same parameters give the same rows. */
export type SampleReportInput = {
  /** Rows to write, 0 to 10,000,000. */
  amountOfRows: Scalars['Int']['input'];
  /** How long the work is made to take, in milliseconds, 0 to 840,000. Spread evenly over the rows. */
  delayMs?: InputMaybe<Scalars['Int']['input']>;
};

export type Subscription = {
  /** A report of the caller was deleted. Without `reportId`: any of the caller's reports. */
  onReportDeleted?: Maybe<Report>;
  /** A report of the caller started or moved on. Without `reportId`: any of the caller's reports. */
  onReportProgress?: Maybe<Report>;
  /** A report of the caller reached a final status. Without `reportId`: any of the caller's reports. */
  onReportReady?: Maybe<Report>;
};


export type SubscriptionOnReportDeletedArgs = {
  reportId?: InputMaybe<Scalars['ID']['input']>;
};


export type SubscriptionOnReportProgressArgs = {
  reportId?: InputMaybe<Scalars['ID']['input']>;
};


export type SubscriptionOnReportReadyArgs = {
  reportId?: InputMaybe<Scalars['ID']['input']>;
};
