import type { ResultColumn } from '../types.ts';
import type { UnloadCompression, UnloadFormat } from '../sql/unload.ts';

/** How the files of a table are read. */
export type TableFormat =
  | { readonly kind: 'parquet' }
  | {
      readonly kind: 'csv';
      readonly delimiter: string;
      /** Absent when texts are never in quotes. */
      readonly quote?: string;
      readonly skipLines: number;
      /** Whether what is no number is null, or an end of the query. */
      readonly isLenient: boolean;
      /** The text that stands for null; absent when there is none. */
      readonly nullText?: string;
    };

/** A table with its files on this machine. */
export interface EngineTable {
  readonly database: string;
  readonly name: string;
  /** Types are those of Hive. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly format: TableFormat;
  readonly files: readonly {
    readonly path: string;
    readonly source: string;
    readonly bytes: number;
  }[];
}

export type EngineOutput =
  | { readonly kind: 'rows'; readonly file: string }
  | {
      readonly kind: 'files';
      readonly directory: string;
      readonly format: UnloadFormat;
      readonly compression: UnloadCompression;
      readonly fieldDelimiter: string;
      readonly rowsPerFile: number;
    };

/** What the process of a query is given. */
export interface EngineJob {
  /** Its own; it may write nowhere else. */
  readonly directory: string;
  readonly databases: readonly string[];
  readonly tables: readonly EngineTable[];
  /** Where a table without a database's name is looked up. */
  readonly database: string;
  /** DuckDB's SQL. */
  readonly sql: string;
  /** Columns the query names, in lower case; undefined when it has a star. */
  readonly columns: readonly string[] | undefined;
  readonly output: EngineOutput;
  readonly maxScannedBytes?: number;
  readonly memoryMib: number;
  readonly threads: number;
}

/** What the process of a query says. */
export type EngineMessage =
  /** `fraction` of `totalBytes` has been read. */
  | { readonly kind: 'progress'; readonly totalBytes: number; readonly fraction: number }
  | { readonly kind: 'limit'; readonly totalBytes: number }
  | { readonly kind: 'failed'; readonly message: string }
  /** A file does not have what its table says. */
  | { readonly kind: 'badData'; readonly message: string }
  | {
      readonly kind: 'done';
      readonly totalBytes: number;
      readonly inputRows: number;
      readonly outputRows: number;
      readonly columns: readonly ResultColumn[];
      /** Names in the directory of the output, with their sizes. */
      readonly files: readonly { readonly name: string; readonly bytes: number }[];
    };
