import type { DuckDBConnection } from '@duckdb/node-api';
import { ReportError } from '../errors.ts';
import { toSqlFailure } from './failures.ts';

/** An interrupt that comes before a statement begins is lost, so it is repeated until the statement has ended. */
const INTERRUPT_EVERY_MS = 20;

/** A signal that aborts when `signal` does or, with `SOURCE_TIMEOUT`, after `timeoutMs` of wall-clock time. */
export function createStop(signal: AbortSignal, timeoutMs: number) {
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => controller.abort(timedOut(timeoutMs)), timeoutMs);
  if (signal.aborted) onAbort();
  return {
    signal: controller.signal,
    abort: (reason: unknown) => controller.abort(reason),
    release(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    },
  };
}

/** Runs `operation` on the connection; an abort of any of `signals` interrupts it. Rejects with the reason or a `ReportError`. */
export async function interruptible<T>(
  connection: DuckDBConnection,
  signals: readonly AbortSignal[],
  operation: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const throwIfStopped = (): void => signals.forEach((signal) => signal.throwIfAborted());
  throwIfStopped();
  let repeating: NodeJS.Timeout | undefined;
  const interrupt = (): void => {
    connection.interrupt();
    repeating ??= setInterval(() => connection.interrupt(), INTERRUPT_EVERY_MS);
  };
  // Not AbortSignal.any: this runs for each couple of thousand rows.
  signals.forEach((signal) => signal.addEventListener('abort', interrupt, { once: true }));
  try {
    return await operation(connection);
  } catch (error) {
    throwIfStopped();
    throw toSqlFailure(error);
  } finally {
    clearInterval(repeating);
    signals.forEach((signal) => signal.removeEventListener('abort', interrupt));
  }
}

function timedOut(timeoutMs: number): ReportError {
  const seconds = Math.ceil(timeoutMs / 1000);
  return new ReportError(
    'SOURCE_TIMEOUT',
    `The data could not be read within ${seconds} seconds. Ask for less, for example a shorter range.`,
  );
}
