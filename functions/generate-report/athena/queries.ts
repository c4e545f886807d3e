import { createHash } from 'node:crypto';
import type { AthenaClient, GetQueryExecutionCommandOutput } from '@aws-sdk/client-athena';
import { outputFolder, parsePlace, type QueryExecution, type QueryPlace } from './execution.ts';
import type { Unload } from './unload.ts';

/** Queries of Amazon Athena, in the stack's work group and database. */
export interface AthenaQueries {
  /** Starts a query for an attempt, or finds the one that has been started for it; resolves with its id. */
  start(place: QueryPlace, unload: Unload): Promise<string>;
  find(id: string): Promise<QueryExecution>;
  /** Asks a query to end; one that has ended stays as it is. */
  stop(id: string): Promise<void>;
  /** Rows a query has written, as its statistics say; undefined when they do not, which they may never. */
  rowsWritten(id: string): Promise<number | undefined>;
}

export interface AthenaQueriesOptions {
  readonly client: () => Promise<{
    readonly api: typeof import('@aws-sdk/client-athena');
    readonly athena: AthenaClient;
  }>;
  readonly workGroup: string;
  readonly database: string;
  /** The files bucket. */
  readonly bucket: string;
}

// documented: https://docs.aws.amazon.com/athena/latest/APIReference/API_StartQueryExecution.html
const LEAST_TOKEN_CHARACTERS = 32;

/** Queries by the AWS SDK, which is loaded when the first is asked for: most reports need none. */
export function createAthenaQueries(options: AthenaQueriesOptions): AthenaQueries {
  const { client, workGroup, database, bucket } = options;
  return {
    async start(place, { sql, values }) {
      const { api, athena } = await client();
      const { QueryExecutionId = '' } = await athena.send(
        new api.StartQueryExecutionCommand({
          QueryString: sql,
          ...(values.length > 0 ? { ExecutionParameters: [...values] } : {}),
          ClientRequestToken: tokenOf(place),
          WorkGroup: workGroup,
          QueryExecutionContext: { Database: database },
          ResultConfiguration: { OutputLocation: `s3://${bucket}/${outputFolder(place)}` },
        }),
      );
      return QueryExecutionId;
    },
    async find(id) {
      const { api, athena } = await client();
      return toExecution(
        id,
        await athena.send(new api.GetQueryExecutionCommand({ QueryExecutionId: id })),
      );
    },
    async stop(id) {
      const { api, athena } = await client();
      await athena.send(new api.StopQueryExecutionCommand({ QueryExecutionId: id }));
    },
    async rowsWritten(id) {
      const { api, athena } = await client();
      const { QueryRuntimeStatistics } = await athena.send(
        new api.GetQueryRuntimeStatisticsCommand({ QueryExecutionId: id }),
      );
      return QueryRuntimeStatistics?.Rows?.OutputRows;
    },
  };
}

/** The same for each start of an attempt's query, so that it runs once. Ids are chosen by owners: two may choose the same. */
export function tokenOf({ owner, reportId, attempt }: QueryPlace): string {
  const ofOwner = createHash('sha256').update(owner).digest('hex').slice(0, 16);
  return `${reportId}-${attempt}-${ofOwner}`.padEnd(LEAST_TOKEN_CHARACTERS, '-');
}

function toExecution(
  id: string,
  { QueryExecution: found = {} }: GetQueryExecutionCommandOutput,
): QueryExecution {
  const { Status, Statistics, ResultConfiguration } = found;
  const { ErrorCategory: category, ErrorType: type } = Status?.AthenaError ?? {};
  const manifest = Statistics?.DataManifestLocation;
  return {
    id,
    state: Status?.State ?? 'QUEUED',
    reason: Status?.StateChangeReason ?? '',
    ...(Status?.AthenaError
      ? {
          error: {
            ...(category === undefined ? {} : { category }),
            ...(type === undefined ? {} : { type }),
          },
        }
      : {}),
    bytesScanned: Statistics?.DataScannedInBytes ?? 0,
    place: parsePlace(ResultConfiguration?.OutputLocation ?? ''),
    ...(manifest === undefined ? {} : { manifest }),
  };
}
