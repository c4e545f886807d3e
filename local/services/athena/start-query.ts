import { randomUUID } from 'node:crypto';
import type { Clock } from '../../host.ts';
import type { JsonCall } from '../aws/json-api.ts';
import { ObjectAccessError, type ObjectAccess } from '../s3/objects.ts';
import { invalidRequest } from './errors.ts';
import { asFolder, formatLocation, parseLocation } from './locations.ts';
import type { NewQuery, Queries } from './queries.ts';
import type { SqlParser } from './sql/parser.ts';
import { parseStatement, type Statement } from './sql/statement.ts';
import type { QueryRecord, WorkGroup } from './types.ts';
import { VIA_ATHENA } from './via-athena.ts';

export interface StartInput {
  readonly QueryString: string;
  readonly ClientRequestToken: string;
  readonly QueryExecutionContext?: { readonly Catalog?: string; readonly Database?: string };
  readonly ResultConfiguration?: Readonly<Record<string, unknown>> & { OutputLocation?: string };
  readonly ExecutionParameters?: readonly string[];
}

export interface StartOptions {
  readonly queries: Queries;
  readonly parser: SqlParser;
  readonly clock: Clock;
  readonly group: WorkGroup;
  readonly objects: ObjectAccess;
}

// documented: https://docs.aws.amazon.com/athena/latest/APIReference/API_StartQueryExecution.html
const MAX_QUERY_BYTES = 262_144;
const TOKEN_LENGTH = { min: 32, max: 128 };
const MAX_PARAMETER_LENGTH = 1024;

/** Starts a query, unless its token has already; the id of either. */
export async function startQuery(options: StartOptions, call: JsonCall): Promise<string> {
  const { queries, group, objects } = options;
  const input = readInput(call.input);
  const before = queries.findByToken(input.ClientRequestToken);
  if (before) return sameQuery(before, input);
  const location = outputLocation(group, input);
  requireBucket(objects, location);
  const statement = parseStatement(input.QueryString);
  const parsed = await options.parser.parse(statement);
  // A second call with the token may have come while this one was read.
  const meanwhile = queries.findByToken(input.ClientRequestToken);
  if (meanwhile) return sameQuery(meanwhile, input);
  const record = newRecord(options, input, statement, location);
  const query: NewQuery = {
    record,
    statement,
    parsed,
    principal: call.principal,
    keys: { ...call.keys, ...VIA_ATHENA },
    maxScannedBytes: group.maxScannedBytes,
  };
  queries.start(query);
  return record.id;
}

// observed: 2026-09, https://github.com/aoyagikouhei/athena-local docs/api.md (all messages about the token, measured on Athena)
function readInput(input: JsonCall['input']): StartInput {
  const { QueryString, ClientRequestToken: token, ExecutionParameters: parameters } = input;
  const violations: string[] = [];
  const constraint = (name: string, what: string): void =>
    void violations.push(`Value at '${name}' failed to satisfy constraint: ${what}`);
  if (typeof QueryString !== 'string' || QueryString === '') {
    constraint('queryString', 'Member must have length greater than or equal to 1');
  } else if (Buffer.byteLength(QueryString) > MAX_QUERY_BYTES) {
    constraint('queryString', `Member must have length less than or equal to ${MAX_QUERY_BYTES}`);
  }
  if (typeof token === 'string' && token.length < TOKEN_LENGTH.min) {
    constraint('clientRequestToken', 'Member must have length greater than or equal to 32');
  } else if (typeof token === 'string' && token.length > TOKEN_LENGTH.max) {
    constraint('clientRequestToken', 'Member must have length less than or equal to 128');
  }
  if (parameters !== undefined && !isListOfTexts(parameters)) {
    constraint(
      'executionParameters',
      `Member must be a list of texts of 1 to ${MAX_PARAMETER_LENGTH} characters`,
    );
  }
  const { Catalog, Database } = membersOf(input.QueryExecutionContext);
  const { OutputLocation } = membersOf(input.ResultConfiguration);
  for (const [name, value] of Object.entries({ Catalog, Database, OutputLocation })) {
    if (value === undefined || (typeof value === 'string' && value !== '')) continue;
    const member = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
    constraint(member, 'Member must have length greater than or equal to 1');
  }
  if (violations.length > 0) {
    const noun = violations.length === 1 ? 'error' : 'errors';
    throw invalidRequest(
      `${violations.length} validation ${noun} detected: ${violations.join('; ')}`,
    );
  }
  if (typeof token !== 'string') throw invalidRequest('clientRequestToken is null or empty');
  return input as unknown as StartInput;
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function isListOfTexts(value: unknown): value is string[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(
      (each) => typeof each === 'string' && each.length >= 1 && each.length <= MAX_PARAMETER_LENGTH,
    )
  );
}

// observed: 2026-09, https://github.com/aoyagikouhei/athena-local docs/api.md (what is compared and what is not, measured on Athena)
function sameQuery(before: QueryRecord, input: StartInput): string {
  const { Catalog, Database } = input.QueryExecutionContext ?? {};
  const isSame =
    before.queryString === input.QueryString.trim().replace(/;\s*$/, '').trimEnd() &&
    before.catalog === Catalog &&
    before.database === Database &&
    before.requestedLocation === input.ResultConfiguration?.OutputLocation;
  if (isSame) return before.id;
  throw invalidRequest('Idempotent parameters do not match', 'IDEMPOTENT_PARAMETER_MISMATCH');
}

/** Where results go: the caller's place, unless the group replaces it. */
// documented: https://docs.aws.amazon.com/athena/latest/ug/workgroups-settings-override.html
function outputLocation(group: WorkGroup, { ResultConfiguration }: StartInput): string {
  const { OutputLocation } = ResultConfiguration ?? {};
  // assumed: a group that replaces its callers' place and has none leaves them without one
  const location = group.isEnforced
    ? group.outputLocation
    : (OutputLocation ?? group.outputLocation);
  if (location === undefined) {
    // observed: https://github.com/aws-solutions-library-samples/cloud-intelligence-dashboards-framework/issues/72
    throw invalidRequest(
      'No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.',
    );
  }
  // observed: 2026-09, https://github.com/aoyagikouhei/athena-local docs/result-files.md
  if (!parseLocation(location)) throw invalidRequest('outputLocation is not a valid S3 path.');
  return location;
}

/** The caller must be able to find the bucket of the results. */
// documented: https://repost.aws/knowledge-center/athena-output-bucket-error (s3:GetBucketLocation)
// observed: https://github.com/pyathena-dev/PyAthena/issues/67 (the refusal), https://github.com/aws/aws-cdk/pull/11203 (for want of a grant)
function requireBucket(objects: ObjectAccess, location: string): void {
  const { bucket } = parseLocation(location) ?? { bucket: '' };
  try {
    objects.locate(bucket);
  } catch (error) {
    if (!(error instanceof ObjectAccessError)) throw error;
    throw invalidRequest(`Unable to verify/create output bucket ${bucket}`);
  }
}

function newRecord(
  { clock, group }: StartOptions,
  input: StartInput,
  { kind, text }: Statement,
  location: string,
): QueryRecord {
  const id = randomUUID();
  const { Catalog, Database } = input.QueryExecutionContext ?? {};
  const { OutputLocation, ...configuration } = input.ResultConfiguration ?? {};
  const folder = asFolder(parseLocation(location) ?? { bucket: '', path: '' });
  // documented: https://docs.aws.amazon.com/athena/latest/ug/querying-finding-output-files.html (<id>.csv)
  // assumed: the place of an UNLOAD's result is named as that of an INSERT (observed: 2026-09, https://github.com/aoyagikouhei/athena-local docs/result-files.md)
  const file = kind === 'SELECT' ? `${id}.csv` : id;
  return {
    id,
    token: input.ClientRequestToken,
    queryString: text,
    kind,
    parameters: input.ExecutionParameters ?? [],
    ...(Catalog === undefined ? {} : { catalog: Catalog }),
    ...(Database === undefined ? {} : { database: Database }),
    workGroup: group.name,
    ...(OutputLocation === undefined ? {} : { requestedLocation: OutputLocation }),
    outputLocation: formatLocation({ ...folder, path: `${folder.path}${file}` }),
    resultConfiguration: configuration,
    state: 'QUEUED',
    submittedAtMs: clock.now(),
    figures: { scannedBytes: 0 },
  };
}
