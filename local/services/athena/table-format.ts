import type { GlueTable } from '../glue/types.ts';
import type { TableFormat } from './engine/messages.ts';
import { isKnownHiveType } from './hive-types.ts';

// documented: https://docs.aws.amazon.com/athena/latest/ug/supported-serdes.html
const PARQUET = 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe';
const OPEN_CSV = 'org.apache.hadoop.hive.serde2.OpenCSVSerde';
const LAZY_SIMPLE = 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe';

/** How a table's files are read; throws with the reason for what this machine cannot read. */
export function readTableFormat(table: GlueTable): TableFormat {
  const { SerdeInfo, Columns } = table.StorageDescriptor;
  const { SerializationLibrary: library, Parameters: options = {} } = SerdeInfo;
  if ((table.PartitionKeys ?? []).length > 0) throw new Error('it has PartitionKeys');
  const foreign = Columns.find(({ Type }) => !isKnownHiveType(Type));
  if (foreign) throw new Error(`its column ${foreign.Name} has the type ${foreign.Type}`);
  const skipLines = Number(table.Parameters?.['skip.header.line.count'] ?? 0);
  switch (library) {
    case PARQUET:
      return { kind: 'parquet' };
    case OPEN_CSV: {
      requireUsualEscape(options.escapeChar);
      requireTextTypes(table);
      const { separatorChar: delimiter = ',', quoteChar: quote = '"' } = options;
      // documented: https://docs.aws.amazon.com/athena/latest/ug/csv-serde.html (use.null.for.invalid.data)
      const isLenient = /^true$/i.test(table.Parameters?.['use.null.for.invalid.data'] ?? '');
      return { kind: 'csv', delimiter, quote, skipLines, isLenient };
    }
    case LAZY_SIMPLE:
      // documented: https://docs.aws.amazon.com/athena/latest/ug/lazy-simple-serde.html (Ctrl-A and \N when nothing is said)
      return {
        kind: 'csv',
        delimiter: options['field.delim'] ?? '\u0001',
        skipLines,
        isLenient: true,
        nullText: options['serialization.null.format'] ?? '\\N',
      };
    default:
      throw new Error(
        `its SerDe is ${library}, and there is: ${[PARQUET, OPEN_CSV, LAZY_SIMPLE].join(', ')}`,
      );
  }
}

// documented: https://docs.aws.amazon.com/athena/latest/ug/csv-serde.html (a backslash unless another is named); assumed: files written by RFC 4180 have none, and read alike
function requireUsualEscape(escapeChar: string | undefined): void {
  if (escapeChar === undefined || escapeChar === '\\' || escapeChar === '"') return;
  throw new Error(`its escapeChar is ${escapeChar}, and only \\ and " are possible`);
}

// documented: https://docs.aws.amazon.com/athena/latest/ug/csv-serde.html (dates and times are numbers since 1970 in such files)
function requireTextTypes({ StorageDescriptor }: GlueTable): void {
  const column = StorageDescriptor.Columns.find(({ Type }) => /^(?:date|timestamp)/i.test(Type));
  if (!column) return;
  throw new Error(
    `its column ${column.Name} is a ${column.Type}, which OpenCSVSerDe reads as a number since 1970: make it a string and cast it in queries`,
  );
}
