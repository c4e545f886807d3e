import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Clock, Log } from '../../host.ts';
import type { CredentialStore, Principal } from '../aws/credentials.ts';
import type { Authorize, ContextKeys } from '../aws/iam/types.ts';
import type { EventEntry } from '../events/entry.ts';
import { createGlueArns } from '../glue/access.ts';
import type { GlueCatalog } from '../glue/catalog.ts';
import type { ObjectAccess } from '../s3/objects.ts';
import { createAthenaApi, type AthenaApi } from './athena-api.ts';
import { openQueries, type QueryFaults } from './queries.ts';
import { createSqlParser } from './sql/parser.ts';
import type { WorkGroup } from './types.ts';

export interface AthenaServiceOptions {
  /** Queries and what they need while they run; made when absent. */
  readonly directory: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly region: string;
  readonly accountId: string;
  readonly credentials: CredentialStore;
  readonly authorize: Authorize;
  readonly catalog: GlueCatalog;
  /** S3 for somebody. */
  readonly actFor: (principal: Principal, keys: ContextKeys) => ObjectAccess;
  /** Puts an event on the default bus. */
  readonly publish: (entry: EventEntry) => void;
  /** Queries an earlier process was running are told to have failed then. */
  readonly ready: Promise<unknown>;
  readonly faults?: QueryFaults;
  /** UNLOAD begins a further file after so many rows. */
  readonly rowsPerFile?: number;
  /** No query runs for less, by the clock. */
  readonly minimumQueryMs?: number;
  /** Queries that run at once. */
  readonly maxRunning?: number;
  /** Of each query. */
  readonly memoryMib?: number;
  readonly threads?: number;
}

/** Amazon Athena: queries over the catalog's tables, each in a process of its own. */
export interface AthenaService extends AsyncDisposable {
  readonly handle: AthenaApi;
  createWorkGroup(group: WorkGroup): void;
}

const DEFAULTS = {
  rowsPerFile: 1_000_000,
  minimumQueryMs: 0,
  maxRunning: 2,
  memoryMib: 2048,
  threads: 2,
};

/** Opens the queries of a directory; there is only the work group every account has. */
export function createAthenaService(options: AthenaServiceOptions): AthenaService {
  const { directory, clock, region, accountId, faults = {} } = options;
  const { rowsPerFile, minimumQueryMs, maxRunning, memoryMib, threads } = {
    ...DEFAULTS,
    ...options,
  };
  const workDirectory = path.join(directory, 'work');
  // What a killed process left half done.
  rmSync(workDirectory, { recursive: true, force: true });
  mkdirSync(workDirectory, { recursive: true });
  const parser = createSqlParser();
  const arns = createGlueArns(region, accountId);
  const queries = openQueries({
    ...options,
    directory: path.join(directory, 'queries'),
    environment: { ...options, parser, arns, workDirectory, memoryMib, threads, rowsPerFile },
    maxRunning,
    minimumQueryMs,
    faults,
  });
  const groups = new Map<string, WorkGroup>();
  const createWorkGroup = (group: WorkGroup): void => void groups.set(group.name, group);
  // documented: https://docs.aws.amazon.com/athena/latest/ug/workgroups-benefits.html (each account has it)
  createWorkGroup({ name: 'primary', isEnabled: true, isEnforced: false, configuration: {} });
  return {
    handle: createAthenaApi({
      ...options,
      queries,
      parser,
      groups,
      createdAtMs: clock.now(),
      workDirectory,
    }),
    createWorkGroup,
    async [Symbol.asyncDispose]() {
      await queries[Symbol.asyncDispose]();
      await parser[Symbol.asyncDispose]();
    },
  };
}
