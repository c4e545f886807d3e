import type { StatementKind } from './sql/statement.ts';

export type QueryState = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

/** A work group, as its template states it. */
export interface WorkGroup {
  readonly name: string;
  readonly description?: string;
  readonly isEnabled: boolean;
  /** `s3://bucket/folder/`. */
  readonly outputLocation?: string;
  /** Whether the group's settings replace those of its callers. */
  readonly isEnforced: boolean;
  readonly maxScannedBytes?: number;
  /** What the template says beside, to be given back. */
  readonly configuration: Readonly<Record<string, unknown>>;
}

export interface AthenaError {
  /** 1 system, 2 user, 3 other. */
  readonly ErrorCategory: number;
  readonly ErrorType: number;
  readonly Retryable: boolean;
  readonly ErrorMessage: string;
}

/** A column of a result. */
export interface ResultColumn {
  readonly name: string;
  /** As Athena names it: `varchar`, `bigint`, `decimal`. */
  readonly type: string;
  readonly precision: number;
  readonly scale: number;
}

/** What is asked of a query's data and what came of it. */
export interface QueryFigures {
  readonly scannedBytes: number;
  readonly inputRows?: number;
  readonly outputRows?: number;
  readonly outputBytes?: number;
}

/** Everything known of a query, as it is kept on disk. */
export interface QueryRecord {
  readonly id: string;
  readonly token: string;
  readonly queryString: string;
  readonly kind: StatementKind;
  readonly parameters: readonly string[];
  readonly catalog?: string;
  readonly database?: string;
  readonly workGroup: string;
  /** As it was asked for; compared when the token comes again. */
  readonly requestedLocation?: string;
  /** The whole of the result's file: `s3://bucket/folder/<id>.csv`. */
  readonly outputLocation: string;
  readonly resultConfiguration: Readonly<Record<string, unknown>>;
  readonly state: QueryState;
  readonly reason?: string;
  readonly error?: AthenaError;
  readonly submittedAtMs: number;
  readonly startedAtMs?: number;
  readonly completedAtMs?: number;
  readonly figures: QueryFigures;
  readonly manifestLocation?: string;
  readonly columns?: readonly ResultColumn[];
}

/** Of a query that has ended: nothing changes any more. */
export function hasEnded({ state }: Pick<QueryRecord, 'state'>): boolean {
  return state === 'SUCCEEDED' || state === 'FAILED' || state === 'CANCELLED';
}
