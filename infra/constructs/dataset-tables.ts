import path from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { type CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { DATASETS } from '../../functions/generate-report/datasets/catalogue.ts';
import type { Dataset, DatasetColumn } from '../../functions/generate-report/datasets/dataset.ts';

const PARQUET = 'org.apache.hadoop.hive.ql.io.parquet';
const TEXT = 'org.apache.hadoop';

/** What Hive's tables need to be told of a format, as `CREATE EXTERNAL TABLE` tells it. */
// documented: https://docs.aws.amazon.com/athena/latest/ug/supported-serdes.html
const FORMATS = {
  parquet: {
    inputFormat: `${PARQUET}.MapredParquetInputFormat`,
    outputFormat: `${PARQUET}.MapredParquetOutputFormat`,
    serdeInfo: { serializationLibrary: `${PARQUET}.serde.ParquetHiveSerDe` },
    parameters: { classification: 'parquet' },
  },
  // OpenCSVSerDe and not LazySimpleSerDe: names of airports have commas and quotes in them, and the latter knows no quotes.
  // An empty field is an empty text to it, where DuckDB has null.
  csv: {
    inputFormat: `${TEXT}.mapred.TextInputFormat`,
    outputFormat: `${TEXT}.hive.ql.io.HiveIgnoreKeyTextOutputFormat`,
    serdeInfo: {
      serializationLibrary: `${TEXT}.hive.serde2.OpenCSVSerde`,
      parameters: { separatorChar: ',', quoteChar: '"' },
    },
    parameters: { classification: 'csv', 'skip.header.line.count': '1' },
  },
} as const;

/** Makes each dataset a table over its folder; returns their names. A table takes a folder whole: a dataset is alone in its own. */
// documented: https://docs.aws.amazon.com/athena/latest/ug/tables-location-format.html
export function addDatasetTables(
  scope: Construct,
  database: CfnDatabase,
  bucket: IBucket,
): readonly string[] {
  const datasets: readonly Dataset[] = Object.values(DATASETS);
  requireOwnFolders(datasets);
  for (const { name, key, format, columns } of datasets) {
    const { parameters, ...storage } = FORMATS[format];
    new CfnTable(scope, `Table-${name}`, {
      catalogId: Stack.of(scope).account,
      databaseName: database.ref,
      tableInput: {
        name,
        tableType: 'EXTERNAL_TABLE',
        parameters: { EXTERNAL: 'TRUE', ...parameters },
        storageDescriptor: {
          ...storage,
          columns: columns.map((column) => ({
            name: column.name,
            type: hiveType(column, format),
          })),
          location: `s3://${bucket.bucketName}/${folderOf(key)}/`,
        },
      },
    });
  }
  return datasets.map(({ name }) => name);
}

/** A column's type as Athena reads it from a file. */
// documented: https://docs.aws.amazon.com/athena/latest/ug/data-types.html
export function hiveType({ type }: DatasetColumn, format: Dataset['format']): string {
  if (type === 'VARCHAR') return 'string';
  // documented: https://docs.aws.amazon.com/athena/latest/ug/csv-serde.html (days and times are numbers since 1970 to it, and
  // decimals are not among its types: queries cast the text)
  if (format === 'csv' && /^(DATE|TIMESTAMP|DECIMAL)/.test(type)) return 'string';
  return type.toLowerCase();
}

export function requireOwnFolders(datasets: readonly Pick<Dataset, 'name' | 'key'>[]): void {
  for (const { name, key } of datasets) {
    const folder = `${folderOf(key)}/`;
    const other = datasets.find((each) => each.key !== key && each.key.startsWith(folder));
    if (!other) continue;
    throw new Error(
      `The dataset ${name} must be alone in its folder ${folder}, as Athena reads folders whole, and ${other.name} is there too. Give it a key like datasets/${name}/${path.posix.basename(key)}.`,
    );
  }
}

function folderOf(key: string): string {
  return path.posix.dirname(key);
}
