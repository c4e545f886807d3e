/** A report, as it is to be paid for. */
export interface ReportSize {
  readonly name: string;
  /** Seconds the generator works. */
  readonly seconds: number;
  /** Bytes of its file. */
  readonly bytes: number;
}

const MB = 1_000_000;

export const SIZES: readonly ReportSize[] = [
  { name: 'small: 5 s, 1 MB', seconds: 5, bytes: MB },
  { name: 'medium: 40 s, 50 MB', seconds: 40, bytes: 50 * MB },
  { name: 'large: 10 min, 2 GB', seconds: 600, bytes: 2_000 * MB },
];

/** What is assumed of every design; what the stack's code says is said with where. */
export const ASSUMED = {
  /** infra/constructs/report-functions.ts */
  generatorMb: 1769,
  generatorStorageGb: 4,
  /** infra/constructs/report-functions.ts, infra/constructs/recovery.ts */
  signerMb: 512,
  recoveryMb: 256,
  /** functions/generate-report/heartbeat.ts: at most one a second. */
  progressEverySeconds: 1,
  /** resolvers/lib/due.ts: a lease of 60 s moves in the index in steps of a quarter of it. */
  dueMovesEverySeconds: 15,
  /** functions/generate-report/upload/part-size.ts */
  partBytes: 8 * 1024 * 1024,
  /** infra/settings.ts */
  retentionDays: 7,
  recordDays: 90,
  /** functions/recover-reports/due-index.ts: partitions of the index, read each minute. */
  dueShards: 8,
  /** From here on by judgement. Claiming, opening and completing the upload, on top of the work. */
  overheadSeconds: 1,
  /** How long the page stays open after the report is there. */
  readingSeconds: 60,
  /** Our row with its first rows as a preview, and a message about it: 2.4 and 4.0 KB of two kinds on 2026-11-25. */
  rowKb: 3,
  messageKb: 4,
  /** A row and a message without a preview, of the other designs. */
  plainRowKb: 1,
  plainMessageKb: 1,
  /** Lines of JSON and Lambda's own. */
  logKb: 6,
  /** One warm invocation of a small function, in seconds, at 256 MB. */
  smallFunctionSeconds: 0.05,
  smallFunctionMb: 256,
  /** One run of recovery that finds nothing. */
  recoverySeconds: 0.1,
  /** Downloads of each file. */
  downloads: 1,
  pollEverySeconds: 2,
  /** An HTTP API answers within 30 s; a long poll looks at the row once a second meanwhile. */
  longPollSeconds: 25,
  longPollLooksEverySeconds: 1,
  /** API Gateway closes a WebSocket that is silent for ten minutes. */
  pingEverySeconds: 300,
} as const;
