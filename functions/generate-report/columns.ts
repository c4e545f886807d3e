/** The types a column can have. */
export type ColumnType = 'STRING' | 'INTEGER' | 'DECIMAL' | 'DATE' | 'TIMESTAMP' | 'BOOLEAN';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

/** A cell as a row source yields it: dates and exact decimals are text. */
export type Cell = string | number | boolean | null;
export type Row = readonly Cell[];

/** Rows of a report, in order, a batch at a time; the reader's pace is the source's pace. */
export interface RowSource {
  readonly columns: readonly Column[];
  /** Rows there will be, when known before reading. */
  readonly rowsExpected: number | null;
  batches(signal: AbortSignal): AsyncIterable<readonly Row[]>;
}
