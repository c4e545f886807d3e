/** What row sources give and encoders take: typed columns, a batch of rows at a time. */

/** The types a column can have, as `ReportColumn.type` names them. */
export type ColumnType = 'STRING' | 'INTEGER' | 'DECIMAL' | 'DATE' | 'TIMESTAMP' | 'BOOLEAN';

/** A column of the file, in file order. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** Digits after the point, of DECIMAL; 0 otherwise. */
  readonly scale?: number;
  /** A name for people, of a formatted cell; `name` when absent. */
  readonly label?: string;
  /** Whether the sum over all rows tells something (amounts, counts; not years, averages or shares). */
  readonly summed?: boolean;
}

/**
 * The values of one column in a batch, by the column's type:
 * STRING texts; INTEGER whole numbers; DECIMAL whole numbers of 10^-scale (cents for scale 2); DATE days since
 * 1970-01-01; TIMESTAMP milliseconds since 1970-01-01T00:00Z; BOOLEAN 0 or 1.
 * Numbers beyond 2^53 come as bigints, so that nothing is rounded.
 */
export type Values =
  readonly (string | null)[] | Int32Array | Float64Array | BigInt64Array | Uint8Array;

/** One column of a batch; as long as the batch. */
export interface Vector {
  readonly values: Values;
  /** 1 where the value is null; absent when none is. Texts are null by themselves. */
  readonly nulls?: Uint8Array;
}

/** Rows `0` to `length - 1`, one vector per column. */
export interface Batch {
  readonly length: number;
  readonly vectors: readonly Vector[];
}

/** From where to read; aborting `signal` makes the read reject with its reason. */
export interface ReadOptions {
  /** Rows to leave out at the start: how many an earlier invocation has written. */
  readonly fromRow: number;
  readonly signal: AbortSignal;
}

/** Rows of a report in a total order that is the same every time, so that reading can be taken up at any row. */
export interface RowSource {
  readonly columns: readonly Column[];
  /** All rows there will be from row 0, when known before reading. */
  readonly rowsExpected: number | null;
  /** Batches of 1 to some thousand rows; the reader's pace is the source's pace. Rejects with the signal's reason. */
  batches(options: ReadOptions): AsyncIterable<Batch>;
}
