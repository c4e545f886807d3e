import path from 'node:path';
import type { ObjectAccess } from '../s3/objects.ts';
import type { EngineOutcome } from './engine/start.ts';
import { systemFailure } from './errors.ts';
import { formatLocation, parseLocation, type Location } from './locations.ts';
import type { QueryRecord, ResultColumn } from './types.ts';

export type Done = Extract<EngineOutcome, { kind: 'done' }>;

export interface ResultPlace {
  readonly objects: ObjectAccess;
  readonly record: QueryRecord;
  /** The query's own; its engine has written into `out`. */
  readonly directory: string;
}

export interface UnloadedFiles {
  readonly destination: Location;
  readonly files: Done['files'];
  readonly signal: AbortSignal;
}

/** The files of UNLOAD, then the list of them. What was written before a failure stays. */
// documented: https://docs.aws.amazon.com/athena/latest/ug/querying-finding-output-files.html (a manifest of the files beside the result)
// observed: https://github.com/aws/aws-sdk-pandas awswrangler/athena/_read.py reads it so: one location a line, none for a result without rows
export async function storeFiles(
  { objects, record, directory }: ResultPlace,
  { destination, files, signal }: UnloadedFiles,
): Promise<{ readonly manifestLocation: string }> {
  const written: string[] = [];
  for (const { name } of files) {
    signal.throwIfAborted();
    const key = `${destination.path}${name}`;
    const file = path.join(directory, 'out', name);
    await objects.put(destination.bucket, key, { file }, OCTETS);
    written.push(`${formatLocation({ bucket: destination.bucket, path: key })}\n`);
  }
  const { bucket, path: key } = resultLocation(record);
  const manifest = `${key}-manifest.csv`;
  await objects.put(bucket, manifest, { text: written.join('') }, OCTETS);
  await objects.put(bucket, `${key}.metadata`, { text: describeResult(record, [ROWS]) }, OCTETS);
  return { manifestLocation: formatLocation({ bucket, path: manifest }) };
}

/** The rows of a SELECT, and what columns they have. */
export async function storeRows(
  { objects, record, directory }: ResultPlace,
  columns: readonly ResultColumn[],
): Promise<object> {
  const { bucket, path: key } = resultLocation(record);
  await objects.put(bucket, key, { file: path.join(directory, 'out', 'result.csv') }, OCTETS);
  await objects.put(bucket, `${key}.metadata`, { text: describeResult(record, columns) }, OCTETS);
  return {};
}

// observed: 2026-09, https://github.com/aoyagikouhei/athena-local docs/result-files.md (measured on Athena)
const OCTETS = 'application/octet-stream';
const ROWS: ResultColumn = { name: 'rows', type: 'bigint', precision: 19, scale: 0 };

/** On AWS a binary file for Athena itself; here JSON, for whoever looks. */
function describeResult({ id }: QueryRecord, columns: readonly ResultColumn[]): string {
  return JSON.stringify({ queryExecutionId: id, columns });
}

function resultLocation({ outputLocation }: QueryRecord): Location {
  const location = parseLocation(outputLocation);
  if (location) return location;
  throw systemFailure(`${outputLocation} is no location in S3`);
}
