import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { LocalDataset } from '../datasets/dataset.ts';
import type { Column } from '../pipeline/batch.ts';
import type { DocumentFacts, EncoderOptions } from '../pipeline/encoder.ts';
import { checkQuery, type CheckedQuery } from './query.ts';
import { openSession, type SessionOptions, type SqlSession } from './session.ts';

export const FACTS: DocumentFacts = {
  title: 'A report',
  definition: '{}',
  asOf: '2026-01-01T00:00:00Z',
  timeZone: 'UTC',
  reportId: 'r',
};

/** A directory that is removed with everything in it. */
export async function temporaryDirectory(): Promise<{ path: string } & AsyncDisposable> {
  const directory = await mkdtemp(path.join(tmpdir(), 'reports-test-'));
  return {
    path: directory,
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}

/** A session of a function with 512 MB in a directory of its own. */
export async function testSession(
  options: Partial<SessionOptions> = {},
): Promise<SqlSession & AsyncDisposable> {
  const directory = await temporaryDirectory();
  const session = await openSession({
    datasets: [] satisfies LocalDataset[],
    workDirectory: directory.path,
    memoryMib: 512,
    signal: AbortSignal.timeout(60_000),
    timeoutMs: 60_000,
    ...options,
  });
  return {
    ...session,
    async [Symbol.asyncDispose]() {
      await session[Symbol.asyncDispose]();
      await directory[Symbol.asyncDispose]();
    },
  };
}

/** A query without parameters, checked. */
export async function testQuery(
  session: SqlSession,
  sql: string,
  columns: readonly Column[],
): Promise<CheckedQuery> {
  return checkQuery(session, { sql, columns, parameters: {} });
}

export function encoderOptions(
  columns: readonly Column[],
  facts: Partial<DocumentFacts> = {},
): EncoderOptions {
  return { columns, facts: { ...FACTS, ...facts }, rowsExpected: null };
}

/** Everything an iterable of bytes gives, as one. */
export async function allBytes(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(chunks, (chunk) => Buffer.from(chunk)));
}
