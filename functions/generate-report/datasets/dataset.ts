/** A column of a dataset with its type in SQL: declared, because guessing makes decimals inexact and costs time. */
export interface DatasetColumn {
  readonly name: string;
  readonly type: 'VARCHAR' | 'BIGINT' | 'DOUBLE' | 'BOOLEAN' | 'DATE' | 'TIMESTAMP' | DecimalType;
}

type DecimalType = `DECIMAL(${number},${number})`;

/** An object in the datasets bucket that reports read as a view. */
export interface Dataset {
  /** The view's name in SQL. */
  readonly name: string;
  readonly key: string;
  readonly format: 'parquet' | 'csv';
  /** All columns of a CSV file in their order; of a Parquet file those the view has. */
  readonly columns: readonly DatasetColumn[];
}

/** A dataset that is on this machine, whole and of one version. */
export interface LocalDataset {
  readonly dataset: Dataset;
  readonly path: string;
  /** The version: changes whenever the content does. */
  readonly etag: string;
}

/** A table in any number of Parquet files on this machine. */
export interface LocalParts {
  readonly table: Pick<Dataset, 'name' | 'columns'>;
  readonly paths: readonly string[];
}

/** Where datasets are kept. */
export interface DatasetStore {
  /** Undefined when there is no such object. */
  head(key: string, signal: AbortSignal): Promise<StoredDataset | undefined>;
  /** The bytes of exactly this version; undefined when it is no longer there. */
  get(
    key: string,
    etag: string,
    signal: AbortSignal,
  ): Promise<AsyncIterable<Uint8Array> | undefined>;
}

export interface StoredDataset {
  readonly etag: string;
  readonly byteSize: number;
}
