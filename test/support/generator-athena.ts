/** Athena, Glue and S3 of this machine over the flights, and the generator's own adapters for them; for tests. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as api from '@aws-sdk/client-athena';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import {
  BUCKET,
  DATABASE,
  startTestService,
  type TestOptions,
} from '../../local/services/athena/test-service.ts';
import type { GlueTable } from '../../local/services/glue/types.ts';
import { DATASETS } from '../../functions/generate-report/datasets/catalogue.ts';
import type { Dataset } from '../../functions/generate-report/datasets/dataset.ts';
import { datasetFile } from '../../functions/generate-report/kinds/sql/test-flights.ts';
import { hasEnded, type QueryExecution } from '../../functions/generate-report/athena/execution.ts';
import { createAthenaQueries } from '../../functions/generate-report/athena/queries.ts';
import { createQueryFiles } from '../../functions/generate-report/athena/query-files.ts';

export { BUCKET };

const HIVE_TYPES: Readonly<Record<string, string>> = { VARCHAR: 'string' };
const SERDES = {
  parquet: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
  csv: 'org.apache.hadoop.hive.serde2.OpenCSVSerde',
};

/** Starts them; queries can be run by `queries`, and what they have written be had by `files`. */
export async function startTestAthena(options: TestOptions = {}) {
  const service = await startTestService({
    tables: Object.values<Dataset>(DATASETS).map(tableOf),
    ...options,
  });
  for (const dataset of Object.values<Dataset>(DATASETS)) {
    const file = datasetFile(dataset.key);
    const Body = createReadStream(file);
    const { size: ContentLength } = await stat(file);
    const Key = `${folderOf(dataset)}${path.basename(dataset.key)}`;
    await service.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body, ContentLength }));
  }
  const queries = createAthenaQueries({
    client: () => Promise.resolve({ api, athena: service.athena }),
    workGroup: 'primary',
    database: DATABASE,
    bucket: BUCKET,
  });
  return {
    service,
    queries,
    files: createQueryFiles(service.s3, BUCKET),
    /** Resolves when a query has ended. */
    async ended(id: string): Promise<QueryExecution> {
      for (;;) {
        const query = await queries.find(id);
        if (hasEnded(query)) return query;
        await sleep(20);
      }
    },
    [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
  };
}

function folderOf({ name }: Dataset): string {
  return `tables/${name}/`;
}

function tableOf(dataset: Dataset): GlueTable {
  return {
    Name: dataset.name,
    DatabaseName: DATABASE,
    TableType: 'EXTERNAL_TABLE',
    Parameters: dataset.format === 'csv' ? { 'skip.header.line.count': '1' } : {},
    StorageDescriptor: {
      Columns: dataset.columns.map(({ name, type }) => ({
        Name: name,
        Type: HIVE_TYPES[type] ?? type.toLowerCase(),
      })),
      Location: `s3://${BUCKET}/${folderOf(dataset)}`,
      SerdeInfo: { SerializationLibrary: SERDES[dataset.format] },
    },
  };
}
