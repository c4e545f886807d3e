interface HiveType {
  /** The type DuckDB has for it. */
  readonly duckDb: string;
  /** Types of one kind are read for each other. */
  readonly kind: string;
}

// documented: https://docs.aws.amazon.com/athena/latest/ug/data-types.html (the types of columns)
const HIVE_TYPES: Readonly<Record<string, HiveType>> = {
  boolean: { duckDb: 'BOOLEAN', kind: 'boolean' },
  tinyint: { duckDb: 'TINYINT', kind: 'integer' },
  smallint: { duckDb: 'SMALLINT', kind: 'integer' },
  int: { duckDb: 'INTEGER', kind: 'integer' },
  bigint: { duckDb: 'BIGINT', kind: 'integer' },
  float: { duckDb: 'FLOAT', kind: 'float' },
  double: { duckDb: 'DOUBLE', kind: 'float' },
  string: { duckDb: 'VARCHAR', kind: 'text' },
  varchar: { duckDb: 'VARCHAR', kind: 'text' },
  char: { duckDb: 'VARCHAR', kind: 'text' },
  binary: { duckDb: 'BLOB', kind: 'binary' },
  date: { duckDb: 'DATE', kind: 'date' },
  timestamp: { duckDb: 'TIMESTAMP', kind: 'timestamp' },
};

/** Whether a column of this type of Hive can be read here. */
export function isKnownHiveType(type: string): boolean {
  return hiveType(type) !== undefined;
}

/** What is known of a type of Hive; undefined for one that is not read here. */
export function hiveType(type: string): HiveType | undefined {
  const lower = type.toLowerCase().replaceAll(' ', '');
  if (/^decimal\(\d+(?:,\d+)?\)$/.test(lower)) {
    return { duckDb: lower.toUpperCase(), kind: 'decimal' };
  }
  return HIVE_TYPES[lower.replace(/\(\d+\)$/, '')];
}

/** The type DuckDB has for a type of Hive. */
export function duckDbType(type: string): string {
  return hiveType(type)?.duckDb ?? 'VARCHAR';
}
