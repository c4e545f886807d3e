import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { ObjectAccessError, type ObjectAccess } from '../s3/objects.ts';
import { invalidRequest } from './errors.ts';
import { parseLocation } from './locations.ts';
import type { QueryRecord, ResultColumn } from './types.ts';

export interface ResultsInput {
  readonly MaxResults?: number;
  readonly NextToken?: string;
  readonly QueryResultType?: string;
}

// documented: https://docs.aws.amazon.com/athena/latest/APIReference/API_GetQueryResults.html
const MAX_PAGE = 1000;

/** A page of a query's result, read from where it was stored, by the caller's permissions. */
export async function readResults(
  record: QueryRecord,
  input: ResultsInput,
  objects: ObjectAccess,
  directory: string,
): Promise<object> {
  const size = pageSize(input);
  requireSuccess(record);
  const from = tokenPlace(input.NextToken);
  if (record.kind === 'UNLOAD') return resultsOfUnload(record, input, objects, directory);
  const location = record.outputLocation;
  const page = await withObject(objects, location, directory, (file) => readCsv(file, from, size));
  return {
    // observed: 2026-09, https://github.com/aoyagikouhei/athena-local docs/api.md (0 for SELECT; null is a missing value)
    UpdateCount: 0,
    ResultSet: { Rows: page.rows.map(rowOf), ResultSetMetadata: metadata(record.columns ?? []) },
    // observed: the same, docs/caveats.md (a full page always has a token)
    ...(page.rows.length === size ? { NextToken: String(page.next) } : {}),
  };
}

// observed: 2026-09, https://github.com/aoyagikouhei/athena-local docs/caveats.md (order and words, measured on Athena)
function pageSize({ MaxResults = MAX_PAGE, NextToken }: ResultsInput): number {
  const violations: string[] = [];
  const constraint = (name: string, bound: string): void =>
    void violations.push(
      `Value at '${name}' failed to satisfy constraint: Member must have ${bound}`,
    );
  if (NextToken === '') constraint('nextToken', 'length greater than or equal to 1');
  if (!(Number.isInteger(MaxResults) && MaxResults >= 1))
    constraint('maxResults', 'value greater than or equal to 1');
  if (violations.length > 0) {
    const noun = violations.length === 1 ? 'error' : 'errors';
    throw invalidRequest(
      `${violations.length} validation ${noun} detected: ${violations.join('; ')}`,
    );
  }
  if (MaxResults > MAX_PAGE) {
    throw invalidRequest(`MaxResults is more than maximum allowed length ${MAX_PAGE}`);
  }
  return MaxResults;
}

// observed: 2026-09, https://github.com/aoyagikouhei/athena-local docs/api.md (the three answers, measured on Athena)
function requireSuccess({ state }: QueryRecord): void {
  if (state === 'SUCCEEDED') return;
  if (state === 'CANCELLED') throw invalidRequest('Could not find results', 'RESULT_NOT_FOUND');
  throw invalidRequest(
    state === 'FAILED'
      ? 'Query did not finish successfully. Final query state: FAILED'
      : `Query has not yet finished. Current state: ${state}`,
    'INVALID_QUERY_EXECUTION_STATE',
  );
}

/** A token is where the next row begins in the file. */
function tokenPlace(token: string | undefined): number {
  if (token === undefined) return 0;
  if (/^\d+$/.test(token)) return Number(token);
  throw invalidRequest(`Malformed nextPageToken ${token}`);
}

/** No rows; or, when they are asked for, the places of the files. */
// documented: https://docs.aws.amazon.com/athena/latest/APIReference/API_GetQueryResults.html (QueryResultType)
async function resultsOfUnload(
  { manifestLocation = '', figures }: QueryRecord,
  { QueryResultType }: ResultsInput,
  objects: ObjectAccess,
  directory: string,
): Promise<object> {
  const rows: ResultColumn = { name: 'rows', type: 'bigint', precision: 19, scale: 0 };
  // assumed: told as of other statements that write: a count and no rows
  if (QueryResultType !== 'DATA_MANIFEST') {
    return {
      UpdateCount: figures.outputRows ?? 0,
      ResultSet: { Rows: [], ResultSetMetadata: metadata([rows]) },
    };
  }
  const page = await withObject(objects, manifestLocation, directory, (file) =>
    readCsv(file, 0, Infinity),
  );
  const column = { name: 'location', type: 'varchar', precision: 2147483647, scale: 0 };
  return { ResultSet: { Rows: page.rows.map(rowOf), ResultSetMetadata: metadata([column]) } };
}

// documented: the same page (the caller needs s3:GetObject on the result)
async function withObject<T>(
  objects: ObjectAccess,
  location: string,
  directory: string,
  use: (file: string) => Promise<T>,
): Promise<T> {
  const { bucket, path: key } = parseLocation(location) ?? { bucket: '', path: '' };
  const own = await mkdtemp(path.join(directory, 'results-'));
  try {
    const file = path.join(own, 'result');
    await objects.fetch(bucket, key, file);
    return await use(file);
  } catch (error) {
    if (!(error instanceof ObjectAccessError)) throw error;
    if (error.code === 'NoSuchKey') {
      throw invalidRequest('Could not find results', 'RESULT_NOT_FOUND');
    }
    // assumed: S3's own words
    throw invalidRequest(error.message);
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

interface Page {
  readonly rows: (string | null)[][];
  /** The byte after the last row. */
  readonly next: number;
}

/** Rows of a CSV file from a byte on; a value without quotes and without a character is null. */
async function readCsv(file: string, from: number, count: number): Promise<Page> {
  const rows: (string | null)[][] = [];
  let line: Buffer = Buffer.alloc(0);
  let next = from;
  for await (const chunk of createReadStream(file, { start: from }) as AsyncIterable<Buffer>) {
    line = Buffer.concat([line, chunk]);
    for (let end = endOfRow(line); end >= 0 && rows.length < count; end = endOfRow(line)) {
      rows.push(cellsOf(line.subarray(0, end).toString('utf8')));
      next += end + 1;
      line = line.subarray(end + 1);
    }
    if (rows.length >= count) break;
  }
  return { rows, next };
}

const QUOTE = 0x22;
const LINE_FEED = 0x0a;

function endOfRow(bytes: Buffer): number {
  let isQuoted = false;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === QUOTE) isQuoted = !isQuoted;
    else if (bytes[at] === LINE_FEED && !isQuoted) return at;
  }
  return -1;
}

function cellsOf(row: string): (string | null)[] {
  const cells: (string | null)[] = [];
  // A comma is put before the first cell, so that each begins with one.
  for (const [, quoted, bare] of `,${row}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
    cells.push(quoted === undefined ? bare || null : quoted.replaceAll('""', '"'));
  }
  return cells;
}

function rowOf(cells: readonly (string | null)[]): object {
  return { Data: cells.map((cell) => (cell === null ? {} : { VarCharValue: cell })) };
}

// observed: 2026-09, https://github.com/aoyagikouhei/athena-local docs/api.md (catalog hive, no schema and no table)
function metadata(columns: readonly ResultColumn[]): object {
  return {
    ColumnInfo: columns.map(({ name, type, precision, scale }) => ({
      CatalogName: 'hive',
      SchemaName: '',
      TableName: '',
      Name: name,
      Label: name,
      Type: type,
      Precision: precision,
      Scale: scale,
      Nullable: 'UNKNOWN',
      CaseSensitive: type === 'varchar' || type === 'char',
    })),
  };
}
