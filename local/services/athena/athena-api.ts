import type { Clock, Log } from '../../host.ts';
import type { CredentialStore, Principal } from '../aws/credentials.ts';
import type { Authorize, ContextKeys } from '../aws/iam/types.ts';
import { createJsonApi, JsonApiError, type JsonCall } from '../aws/json-api.ts';
import type { ObjectAccess } from '../s3/objects.ts';
import {
  describeQuery,
  describeRuntime,
  describeWorkGroup,
  summarizeWorkGroup,
} from './describe.ts';
import { invalidRequest } from './errors.ts';
import type { Queries } from './queries.ts';
import { readResults } from './results.ts';
import type { SqlParser } from './sql/parser.ts';
import { startQuery } from './start-query.ts';
import { VIA_ATHENA } from './via-athena.ts';
import type { QueryRecord, WorkGroup } from './types.ts';

/** What `X-Amz-Target` starts with. */
export const ATHENA_TARGET_PREFIX = 'AmazonAthena.';

export interface AthenaApiOptions {
  readonly credentials: CredentialStore;
  readonly region: string;
  readonly accountId: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly authorize: Authorize;
  readonly queries: Queries;
  readonly parser: SqlParser;
  /** By name. */
  readonly groups: ReadonlyMap<string, WorkGroup>;
  readonly createdAtMs: number;
  readonly actFor: (principal: Principal, keys: ContextKeys) => ObjectAccess;
  /** For what is read of a result. */
  readonly workDirectory: string;
}

export type AthenaApi = ReturnType<typeof createAthenaApi>;

// documented: https://docs.aws.amazon.com/athena/latest/APIReference/API_BatchGetQueryExecution.html
const MAX_BATCH = 50;
// documented: https://docs.aws.amazon.com/athena/latest/APIReference/API_ListQueryExecutions.html
const MAX_PAGE = 50;
const PRIMARY = 'primary';

/** Athena over HTTP. Work groups and tables come from the template. */
// documented: https://docs.aws.amazon.com/athena/latest/APIReference/Welcome.html (operations and their members)
export function createAthenaApi(options: AthenaApiOptions) {
  const { clock, queries, groups, createdAtMs, workDirectory } = options;
  return createJsonApi({
    ...options,
    service: 'athena',
    targetPrefix: ATHENA_TARGET_PREFIX,
    // observed: 2026-09, https://github.com/aoyagikouhei/athena-local (the answers it measured have Message)
    messageKey: 'Message',
    operations: {
      async StartQueryExecution(call) {
        const group = groupOf(call, 'StartQueryExecution');
        if (!group.isEnabled) throw invalidRequest(`WorkGroup ${group.name} is disabled.`);
        const id = await startQuery({ ...options, group, objects: objectsFor(call) }, call);
        return { QueryExecutionId: id };
      },
      GetQueryExecution(call) {
        const record = queryOf(call, 'GetQueryExecution');
        return { QueryExecution: describeQuery(record, clock.now()) };
      },
      BatchGetQueryExecution: batchGet,
      StopQueryExecution(call) {
        // observed: 2026-09, https://github.com/aoyagikouhei/athena-local docs/api.md (stopping what has ended succeeds and changes nothing)
        queries.stop(queryOf(call, 'StopQueryExecution').id);
        return {};
      },
      GetQueryResults(call) {
        const record = queryOf(call, 'GetQueryResults');
        return readResults(record, call.input, objectsFor(call), workDirectory);
      },
      GetQueryRuntimeStatistics(call) {
        const record = queryOf(call, 'GetQueryRuntimeStatistics');
        return { QueryRuntimeStatistics: describeRuntime(record, clock.now()) };
      },
      ListQueryExecutions(call) {
        const group = groupOf(call, 'ListQueryExecutions');
        const { page, NextToken } = pageOf(call, queries.list(group.name));
        return { QueryExecutionIds: page.map(({ id }) => id), NextToken };
      },
      GetWorkGroup(call) {
        const group = groupOf(call, 'GetWorkGroup');
        return { WorkGroup: describeWorkGroup(group, createdAtMs) };
      },
      ListWorkGroups(call) {
        allow(call, 'ListWorkGroups', '*');
        const sorted = [...groups.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
        const { page, NextToken } = pageOf(call, sorted);
        return { WorkGroups: page.map((each) => summarizeWorkGroup(each, createdAtMs)), NextToken };
      },
    },
  });

  function batchGet(call: JsonCall): object {
    const ids = call.input.QueryExecutionIds;
    if (!Array.isArray(ids) || ids.length < 1 || ids.length > MAX_BATCH) {
      throw invalidRequest(`QueryExecutionIds must be a list of 1 to ${MAX_BATCH} ids.`);
    }
    const found = (ids as string[]).map((id) => ({ id, record: queries.find(id) }));
    const workGroups = new Set(found.flatMap(({ record }) => record?.workGroup ?? []));
    for (const name of workGroups) allow(call, 'BatchGetQueryExecution', arnOf(name));
    return {
      QueryExecutions: found.flatMap(({ record }) =>
        record ? [describeQuery(record, clock.now())] : [],
      ),
      UnprocessedQueryExecutionIds: found.flatMap(({ id, record }) =>
        record
          ? []
          : [{ QueryExecutionId: id, ErrorCode: 'INVALID_INPUT', ErrorMessage: unknown(id) }],
      ),
    };
  }

  /** The work group a call names, or the first one, as one its caller may do this in. */
  function groupOf(call: JsonCall, operation: string): WorkGroup {
    const { WorkGroup: name = PRIMARY } = call.input;
    if (typeof name !== 'string') throw invalidRequest('WorkGroup must be a text.');
    allow(call, operation, arnOf(name));
    const group = groups.get(name);
    // observed: 2026-09, https://github.com/aoyagikouhei/athena-local docs/caveats.md
    if (!group) throw invalidRequest('WorkGroup is not found.');
    return group;
  }

  /** The query a call names, if its caller may do this in the query's work group. */
  function queryOf(call: JsonCall, operation: string): QueryRecord {
    const id = call.input.QueryExecutionId;
    if (typeof id !== 'string' || id === '') {
      throw invalidRequest(
        "1 validation error detected: Value null at 'queryExecutionId' failed to satisfy constraint: Member must not be null",
      );
    }
    const record = queries.find(id);
    // observed: 2026-09, https://github.com/aoyagikouhei/athena-local docs/api.md
    if (!record) throw invalidRequest(unknown(id), 'QUERY_EXECUTION_NOT_FOUND');
    allow(call, operation, arnOf(record.workGroup));
    return record;
  }

  // documented: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonathena.html (the work group is the resource)
  function arnOf(workGroup: string): string {
    return `arn:aws:athena:${options.region}:${options.accountId}:workgroup/${workGroup}`;
  }

  function allow({ principal, keys }: JsonCall, operation: string, resource: string): void {
    const action = `athena:${operation}`;
    const denial = options.authorize(principal, action, resource, { keys: () => keys });
    if (!denial) return;
    // observed: https://github.com/dbeaver/dbeaver/issues/21424 (the whole sentence; the log here tells of the grant)
    throw new JsonApiError(
      'AccessDeniedException',
      `You are not authorized to perform: ${action} on the resource. After your AWS administrator or you have updated your permissions, please try again.`,
    );
  }

  /** Athena asks Glue and S3 with its caller's permissions. */
  function objectsFor({ principal, keys }: JsonCall): ObjectAccess {
    return options.actFor(principal, { ...keys, ...VIA_ATHENA });
  }
}

function unknown(id: string): string {
  return `QueryExecution ${id} was not found`;
}

function pageOf<T>({ input }: JsonCall, all: readonly T[]) {
  const size = input.MaxResults === undefined ? MAX_PAGE : Number(input.MaxResults);
  const from = input.NextToken === undefined ? 0 : Number(input.NextToken);
  if (!Number.isInteger(size) || size < 1 || size > MAX_PAGE) {
    throw invalidRequest(`MaxResults must be 1 to ${MAX_PAGE}.`);
  }
  if (!Number.isInteger(from) || from < 0) {
    throw invalidRequest(`Malformed nextPageToken ${String(input.NextToken)}`);
  }
  const next = from + size;
  return {
    page: all.slice(from, next),
    ...(next < all.length ? { NextToken: String(next) } : {}),
  };
}
