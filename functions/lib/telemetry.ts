/** What operators count; the alarms and the dashboard of infra/ know these names. Each with the unit CloudWatch shows. */
export const METRIC_UNITS = {
  ReportsRequested: 'Count',
  ReportsSucceeded: 'Count',
  ReportsFailed: 'Count',
  ReportDurationSeconds: 'Seconds',
  ReportRows: 'Count',
  ReportBytes: 'Bytes',
  QueueAgeSeconds: 'Seconds',
  RecoveryActions: 'Count',
  RecoveryExhausted: 'Count',
  PushesSent: 'Count',
} as const;

/** A metric by its name; its unit is in `METRIC_UNITS`. */
export type MetricName = keyof typeof METRIC_UNITS;
export type Metrics = Readonly<Partial<Record<MetricName, number>>>;
/** What a line has beside its message; passed through redaction. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Which report, attempt and invocation lines are about. */
export interface Subject {
  readonly reportId?: string;
  readonly attempt?: number;
  readonly requestId?: string;
}

/** What a function tells those who run it. Nothing secret leaves by it: functions/lib/redact.ts. */
export interface Telemetry {
  readonly info: (message: string, fields?: LogFields) => void;
  readonly error: (message: string, fields?: LogFields) => void;
  /** Tells metrics at once: an invocation that is killed has told what it knew. `code` is a dimension. */
  readonly record: (metrics: Metrics, dimensions?: { readonly code: string }) => void;
  /** The same, with what every line is about. */
  readonly about: (subject: Subject) => Telemetry;
  /** The same, with texts that no line may hold. */
  readonly hiding: (texts: readonly string[]) => Telemetry;
}
