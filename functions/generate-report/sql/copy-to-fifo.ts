import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Warning } from '../pipeline/encoder.ts';
import type { CopyForm } from './copy-forms.ts';
import { readCounts, requireRows, startCounts } from './count.ts';
import { makeFifo, openPipe, type BytePipe, type MakeFifo } from './pipe.ts';
import { projection } from './projection.ts';
import { createRowEstimate } from './row-estimate.ts';
import { subquery, withStatement, type CheckedQuery } from './query.ts';
import type { SqlSession } from './session.ts';
import { literal } from './text.ts';

const FILE_CHUNK_BYTES = 256 * 1024;

/** A whole file as DuckDB writes it: for formats that need no row of it in JavaScript. */
export interface ByteSource {
  readonly contentType: string;
  /** Without the dot. */
  readonly extension: string;
  readonly rowsExpected: number;
  /**
   * The file's bytes, once; the reader's pace is DuckDB's. Each chunk is valid until the next is asked for. Ends only
   * after all rows expected were written, otherwise rejects: with the signal's reason or a `ReportError`. Leaving
   * early stops the query.
   */
  bytes(signal: AbortSignal): AsyncGenerator<Buffer, void>;
  /** Rows written so far: an estimate until the end. */
  rowsWritten(): number;
  /** Complete once the last bytes were read. */
  warnings(): readonly Warning[];
}

export interface ByteSourceOptions {
  readonly session: SqlSession;
  readonly query: CheckedQuery;
  readonly form: CopyForm;
  readonly rowsExpected: number;
  /** For tests. */
  readonly makeFifo?: MakeFifo;
}

/** The bytes of a query's result in one format, by `COPY … TO` a FIFO; to a file where there are no FIFOs. */
export function createByteSource(options: ByteSourceOptions): ByteSource {
  const { session, query, form, rowsExpected } = options;
  let warnings: readonly Warning[] = [];
  let rowCount: number | undefined;
  const estimate = createRowEstimate(form.rowEnd);

  return {
    contentType: form.contentType,
    extension: form.extension,
    rowsExpected,
    bytes,
    rowsWritten: () => rowCount ?? Math.min(rowsExpected, estimate.rows()),
    warnings: () => warnings,
  };

  async function* bytes(signal: AbortSignal): AsyncGenerator<Buffer, void> {
    signal.throwIfAborted();
    if (form.head.length > 0) yield form.head;
    const pipe = await openPipe(session.files.pipe, options.makeFifo ?? makeFifo);
    const chunks = pipe ? throughPipe(pipe, signal) : throughFile(signal);
    const written = yield* watched(chunks);
    requireRows(written, rowsExpected);
    rowCount = written;
  }

  async function* watched(chunks: AsyncGenerator<Buffer, number>): AsyncGenerator<Buffer, number> {
    await using open = chunks; // a reader that leaves early ends them too
    for (;;) {
      const next = await open.next();
      if (next.done) return next.value;
      estimate.add(next.value);
      yield next.value;
    }
  }

  async function* throughPipe(pipe: BytePipe, signal: AbortSignal): AsyncGenerator<Buffer, number> {
    const leaving = new AbortController();
    const stopping = AbortSignal.any([signal, leaving.signal]);
    // A COPY that waits for room in the FIFO cannot be interrupted: it ends when the reader is gone.
    const stopped = AbortSignal.any([session.signal, stopping]);
    stopped.addEventListener('abort', pipe.destroy, { once: true });
    const copying = copyTo(session.files.pipe, stopping).finally(pipe.endOfWriting);
    copying.catch(() => undefined); // met below, at the latest when the bytes have ended
    try {
      for await (const chunk of pipe.bytes) yield chunk;
      return await copying;
    } catch (error) {
      stopped.throwIfAborted();
      await copying; // what it failed of is the reason for what the reader met
      throw error;
    } finally {
      stopped.removeEventListener('abort', pipe.destroy);
      leaving.abort();
      pipe.destroy();
      await copying.catch(() => undefined);
    }
  }

  async function* throughFile(signal: AbortSignal): AsyncGenerator<Buffer, number> {
    const file = session.files.copy;
    try {
      const written = await copyTo(file, signal);
      const stream = createReadStream(file, { highWaterMark: FILE_CHUNK_BYTES });
      await once(stream, 'open');
      for await (const chunk of stream) {
        signal.throwIfAborted();
        yield chunk as Buffer;
      }
      return written;
    } finally {
      await rm(file, { force: true });
    }
  }

  /** Resolves with the rows written when the last byte is. */
  function copyTo(file: string, stopping: AbortSignal): Promise<number> {
    const columns = projection(query, session.duckdb, form.write);
    return session.perform(async (connection) => {
      const select = `SELECT ${columns} FROM ${subquery(query.sql)}`;
      const copy = `COPY (${select}) TO ${literal(file)} (${form.options}, USE_TMP_FILE false)`;
      if (form.counts) await startCounts(connection);
      const written = await runCopy(session, connection, copy, query);
      if (form.counts) warnings = form.warnings(await readCounts(connection));
      return written;
    }, stopping);
  }
}

/** Runs a COPY around a query; resolves with the rows DuckDB has written. */
export async function runCopy(
  session: SqlSession,
  connection: DuckDBConnection,
  sql: string,
  { parameters }: CheckedQuery,
): Promise<number> {
  return withStatement(session, connection, sql, parameters, async (statement) => {
    const { rowsChanged } = await statement.run();
    return rowsChanged;
  });
}
