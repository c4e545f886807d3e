import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Principal } from '../aws/credentials.ts';
import type { ContextKeys } from '../aws/iam/types.ts';
import { ObjectAccessError, type ObjectAccess } from '../s3/objects.ts';
import type { EngineJob, EngineOutput } from './engine/messages.ts';
import { runEngine, type EngineOutcome } from './engine/start.ts';
import { QueryFailure, ScanLimitReached, userFailure } from './errors.ts';
import { explainFailure, placeOfWord } from './failures.ts';
import { asFolder, parseLocation, type Location } from './locations.ts';
import { isKnownFunction } from './sql/functions.ts';
import { bindParameters } from './sql/parameters.ts';
import type { SqlParser } from './sql/parser.ts';
import type { ParsedQuery } from './sql/read-names.ts';
import type { Statement } from './sql/statement.ts';
import { translate } from './sql/translate.ts';
import { fetchTables } from './fetch-tables.ts';
import { storeFiles, storeRows, type Done } from './store-results.ts';
import { findTables, type CatalogReader } from './tables.ts';
import type { QueryRecord, ResultColumn } from './types.ts';

/** What running queries takes, whoever asks. */
export interface QueryEnvironment extends CatalogReader {
  readonly parser: SqlParser;
  /** A directory of each query's own is made in it, and removed at the end. */
  readonly workDirectory: string;
  readonly actFor: (principal: Principal, keys: ContextKeys) => ObjectAccess;
  readonly memoryMib: number;
  readonly threads: number;
  /** UNLOAD begins a further file after so many rows. */
  readonly rowsPerFile: number;
}

/** A query to be run for somebody. */
export interface QueryOrder {
  readonly record: QueryRecord;
  readonly statement: Statement;
  readonly parsed: ParsedQuery;
  readonly principal: Principal;
  readonly keys: ContextKeys;
  readonly maxScannedBytes: number | undefined;
  readonly signal: AbortSignal;
  readonly onScanned: (bytes: number) => void;
}

export interface QueryResult {
  readonly scannedBytes: number;
  readonly inputRows: number;
  readonly outputRows: number;
  readonly outputBytes: number;
  readonly columns: readonly ResultColumn[];
  readonly manifestLocation?: string;
}

/** Runs a query with its caller's permissions and stores what it gives. Rejects with `QueryFailure` or `ScanLimitReached`. */
export async function runQuery(
  environment: QueryEnvironment,
  order: QueryOrder,
): Promise<QueryResult> {
  const directory = path.join(environment.workDirectory, order.record.id);
  try {
    await mkdir(path.join(directory, 'out'), { recursive: true });
    return await run(environment, order, directory);
  } catch (error) {
    throw error instanceof ObjectAccessError ? storageFailure(error) : error;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function run(
  environment: QueryEnvironment,
  order: QueryOrder,
  directory: string,
): Promise<QueryResult> {
  const { statement, parsed, principal, keys, record, signal } = order;
  checkFunctions(parsed, statement);
  const { parser } = environment;
  const bound = await bindParameters(statement.query, record.parameters, parser.isConstant);
  // documented: https://docs.aws.amazon.com/athena/latest/APIReference/API_QueryExecutionContext.html; assumed: `default` when it names none
  const database = (record.database ?? 'default').toLowerCase();
  const question = { principal, keys, statement, database };
  const tables = findTables(environment, parsed.tables, question);
  const objects = environment.actFor(principal, keys);
  const destination = statement.unload && requireEmpty(objects, statement.unload.destination);
  const job: EngineJob = {
    directory,
    database,
    databases: [...new Set(tables.map(({ DatabaseName }) => DatabaseName))],
    tables: await fetchTables(objects, tables, directory),
    sql: translate(bound),
    columns: parsed.columns && [...parsed.columns],
    output: outputOf(statement, directory, environment.rowsPerFile),
    memoryMib: environment.memoryMib,
    threads: environment.threads,
    ...(order.maxScannedBytes === undefined ? {} : { maxScannedBytes: order.maxScannedBytes }),
  };
  const outcome = requireDone(await runEngine(job, signal, order.onScanned), order);
  order.onScanned(outcome.totalBytes);
  signal.throwIfAborted();
  const result = { objects, record, directory };
  const stored = destination
    ? await storeFiles(result, { destination, files: outcome.files, signal })
    : await storeRows(result, outcome.columns);
  return {
    scannedBytes: outcome.totalBytes,
    inputRows: outcome.inputRows,
    outputRows: outcome.outputRows,
    outputBytes: outcome.files.reduce((sum, { bytes }) => sum + bytes, 0),
    columns: outcome.columns,
    ...stored,
  };
}

function requireDone(outcome: EngineOutcome, { statement, maxScannedBytes = 0 }: QueryOrder): Done {
  switch (outcome.kind) {
    case 'done':
      return outcome;
    case 'limit':
      // observed: 2026-09, public notes of an exercise (DECISOES.md of jmnfa at cesar.school): engine version 3, CANCELLED, exactly the limit
      throw new ScanLimitReached(maxScannedBytes);
    case 'badData':
      throw userFailure('HIVE_BAD_DATA', outcome.message);
    case 'failed':
      throw explainFailure(outcome.message, statement.text);
  }
}

function checkFunctions({ functions }: ParsedQuery, { text }: Statement): void {
  const unknown = functions.find(({ name }) => !isKnownFunction(name));
  if (!unknown) return;
  // observed: 2026-09, https://github.com/aoyagikouhei/athena-local docs/api.md (the name and its type); https://github.com/trinodb/trino FunctionResolver (the words in the engine's source)
  const said = `${placeOfWord(text, unknown.name)}: Function '${unknown.name}' not registered`;
  throw userFailure(
    'FUNCTION_NOT_FOUND',
    `${said} (the local Athena has a part of Athena's functions: docs/fidelity.md)`,
  );
}

/** UNLOAD writes nothing where something is. */
function requireEmpty(objects: ObjectAccess, text: string): Location {
  const location = parseLocation(text);
  if (!location) throw userFailure('SYNTAX_ERROR', `${text} is no location in S3.`);
  const destination = asFolder(location);
  objects.locate(destination.bucket);
  // documented: https://docs.aws.amazon.com/athena/latest/ug/unload.html (the destination must have no data)
  if (objects.list(destination.bucket, destination.path).length === 0) return destination;
  // observed: https://github.com/dbt-labs/dbt-athena/issues/58 (the name and the words, of a table; assumed: alike for UNLOAD)
  throw userFailure(
    'HIVE_PATH_ALREADY_EXISTS',
    `Target directory for table already exists: ${text}. You may need to manually clean the data at location '${text}' before retrying. Athena will not delete data in your account.`,
  );
}

function outputOf(statement: Statement, directory: string, rowsPerFile: number): EngineOutput {
  const out = path.join(directory, 'out');
  if (!statement.unload) return { kind: 'rows', file: path.join(out, 'result.csv') };
  const { format, compression, fieldDelimiter } = statement.unload;
  return { kind: 'files', directory: out, format, compression, fieldDelimiter, rowsPerFile };
}

function storageFailure({ code, message }: ObjectAccessError): QueryFailure {
  // observed: https://github.com/LBHackney-IT/Data-Platform/pull/2777 (the whole reason, June 2026)
  if (code === 'AccessDenied') {
    return userFailure('PERMISSION_DENIED', `${message} (Service: S3, Status Code: 403)`);
  }
  // assumed: the words for a bucket or an object that is not there
  return userFailure('HIVE_BAD_DATA', message);
}
