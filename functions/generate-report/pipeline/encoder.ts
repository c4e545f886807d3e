import type { Batch, Column } from './batch.ts';

/** The bytes of the part being filled. An encoder writes at `offset` and moves it. */
export interface Out {
  buffer: Buffer;
  offset: number;
  /** Makes room for `bytes` more; `buffer` may be another one afterwards. */
  ensure(bytes: number): void;
  /** The part's size: an encoder stops at the end of the row that reaches it. */
  readonly fullBytes: number;
  /** Whether the part has its size. */
  readonly isFull: boolean;
}

/** Something a reader of the file should know. */
export interface Warning {
  readonly code: string;
  readonly message: string;
  readonly count: number;
}

/** Facts about the report some formats write into the file. */
export interface DocumentFacts {
  readonly title: string;
  /** The definition in words or JSON text, as asked. */
  readonly definition: string;
  /** ISO 8601: the moment the data is of. */
  readonly asOf: string;
  /** IANA name; timestamps are written in this zone. */
  readonly timeZone: string;
  readonly reportId: string;
}

/** What an encoder knows before the first row. */
export interface EncoderOptions {
  readonly columns: readonly Column[];
  readonly facts: DocumentFacts;
  /** Rows there will be, when known. */
  readonly rowsExpected: number | null;
}

/**
 * Turns batches into the bytes of one file. What it keeps between calls is small and, for formats that can be
 * continued in another process, can be saved and restored: the file is then byte for byte the same.
 */
export interface Encoder {
  readonly contentType: string;
  /** Without the dot, for example `csv` or `csv.gz`. */
  readonly extension: string;
  /** Writes what stands before the first row. Not called after `restore`. */
  begin(out: Out): void | Promise<void>;
  /** Writes rows from `fromRow` of the batch on; returns the first row not written (the batch's length: all). Stops early when `out.isFull`. */
  write(batch: Batch, fromRow: number, out: Out): number | Promise<number>;
  /** Writes what stands after the last row. */
  end(out: Out): void | Promise<void>;
  warnings(): readonly Warning[];
  /** Absent when the format cannot be continued. Flushes what is pending into `out` and gives the state as JSON. */
  save?(out: Out): unknown;
  /** Takes up the state of an earlier process instead of `begin`. */
  restore?(state: unknown): void;
}

/** Makes an encoder for one file; throws `TOO_LARGE_FOR_FORMAT` when the rows expected do not fit. */
export type CreateEncoder = (options: EncoderOptions) => Encoder;
