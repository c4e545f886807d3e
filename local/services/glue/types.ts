/** A database and its tables, in the words of Glue's API. */
export interface GlueDatabase {
  readonly Name: string;
  readonly Description?: string;
  readonly LocationUri?: string;
  readonly Parameters?: Readonly<Record<string, string>>;
}

export interface GlueColumn {
  readonly Name: string;
  /** A type of Hive: `bigint`, `decimal(10,2)`. */
  readonly Type: string;
  readonly Comment?: string;
}

export interface GlueSerde {
  readonly Name?: string;
  readonly SerializationLibrary: string;
  readonly Parameters?: Readonly<Record<string, string>>;
}

export interface GlueStorage {
  readonly Columns: readonly GlueColumn[];
  /** `s3://bucket/folder/`. */
  readonly Location: string;
  readonly InputFormat?: string;
  readonly OutputFormat?: string;
  readonly SerdeInfo: GlueSerde;
}

export interface GlueTable {
  readonly Name: string;
  readonly DatabaseName: string;
  readonly Description?: string;
  readonly TableType?: string;
  readonly Parameters?: Readonly<Record<string, string>>;
  readonly PartitionKeys?: readonly GlueColumn[];
  readonly StorageDescriptor: GlueStorage;
}
