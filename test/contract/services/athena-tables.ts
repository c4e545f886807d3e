/** What the suites of Athena and Glue read: four tables, and the files of two of them. */
import { ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { GlueTable } from '../../../local/services/glue/types.ts';

const TEXT_INPUT = 'org.apache.hadoop.mapred.TextInputFormat';
const TEXT_OUTPUT = 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat';
const PARQUET = 'org.apache.hadoop.hive.ql.io.parquet';
const COLUMNS = [
  { Name: 'id', Type: 'bigint' },
  { Name: 'place', Type: 'string' },
  { Name: 'value', Type: 'double' },
  { Name: 'measured', Type: 'timestamp' },
];

/** Over folders of a bucket: `readings` and `large` (delimited text), `quoted` (CSV with quotes) and `packed` (Parquet). */
export function contractTables(bucket: string, database: string): GlueTable[] {
  const external = { DatabaseName: database, TableType: 'EXTERNAL_TABLE' };
  const header = { 'skip.header.line.count': '1' };
  return [
    {
      ...external,
      Name: 'readings',
      Parameters: header,
      StorageDescriptor: {
        Columns: COLUMNS,
        Location: `s3://${bucket}/readings/`,
        InputFormat: TEXT_INPUT,
        OutputFormat: TEXT_OUTPUT,
        SerdeInfo: {
          SerializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
          Parameters: { 'field.delim': ',' },
        },
      },
    },
    {
      ...external,
      Name: 'quoted',
      Parameters: header,
      StorageDescriptor: {
        Columns: [
          { Name: 'id', Type: 'bigint' },
          { Name: 'note', Type: 'string' },
          { Name: 'amount', Type: 'double' },
        ],
        Location: `s3://${bucket}/quoted/`,
        InputFormat: TEXT_INPUT,
        OutputFormat: TEXT_OUTPUT,
        SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.serde2.OpenCSVSerde' },
      },
    },
    {
      ...external,
      Name: 'large',
      StorageDescriptor: {
        Columns: [{ Name: 'line', Type: 'string' }],
        Location: `s3://${bucket}/large/`,
        InputFormat: TEXT_INPUT,
        OutputFormat: TEXT_OUTPUT,
        SerdeInfo: {
          SerializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
        },
      },
    },
    {
      ...external,
      Name: 'packed',
      StorageDescriptor: {
        Columns: COLUMNS,
        Location: `s3://${bucket}/packed/`,
        InputFormat: `${PARQUET}.MapredParquetInputFormat`,
        OutputFormat: `${PARQUET}.MapredParquetOutputFormat`,
        SerdeInfo: { SerializationLibrary: `${PARQUET}.serde.ParquetHiveSerDe` },
      },
    },
  ];
}

/** 1,000 readings at four places; the last has no place. */
const READINGS = Array.from({ length: 1000 }, (_, index) => {
  const place = index === 999 ? '\\N' : ['Aachen', 'Bern', 'Cork', 'Delft'][index % 4];
  const minute = String(index % 60).padStart(2, '0');
  return `${index},${place},${index / 2},2026-01-01 10:${minute}:00`;
});
const QUOTED = ['1,"a ""word"", quoted",1.5', '2,,0', '3,plain,-0.25'];

/** Puts the files of `readings` and `quoted` in. */
export async function putContractFiles(s3: S3Client, Bucket: string): Promise<void> {
  const put = (Key: string, lines: readonly string[]) =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body: `${lines.join('\n')}\n` }));
  await put('readings/1.csv', ['id,place,value,measured', ...READINGS]);
  await put('readings/_SUCCESS', ['not a reading']);
  await put('quoted/1.csv', ['id,note,amount', ...QUOTED]);
}

/** Puts a file of more than 10 MB into `large`. */
export async function putLargeFile(s3: S3Client, Bucket: string): Promise<void> {
  const Body = `${'x'.repeat(99)}\n`.repeat(110_000);
  await s3.send(new PutObjectCommand({ Bucket, Key: 'large/1.txt', Body }));
}

/** The keys below a folder. */
export async function keysBelow(s3: S3Client, Bucket: string, Prefix: string): Promise<string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
  return Contents.map(({ Key = '' }) => Key);
}
