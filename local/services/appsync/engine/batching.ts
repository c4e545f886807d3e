import type { DataSourceOutcome } from '../types.ts';
import type { EngineLimits } from './limits.ts';
import type { MaybePromise } from './maybe-promise.ts';
import type { Step } from './resolver-table.ts';

type Request = Readonly<Record<string, unknown>>;

/** Calls data sources for one request; `BatchInvoke` requests of the same step made in the same tick go out together. */
export type Invoke = (step: Step, request: Request) => MaybePromise<DataSourceOutcome>;

interface Waiting {
  readonly request: Request;
  readonly resolve: (outcome: DataSourceOutcome | Promise<never>) => void;
}

/** An `Invoke` for one request; what it calls aborts with `signal`. */
export function createInvoke(
  limits: Pick<EngineLimits, 'defaultBatchSize'>,
  signal: () => AbortSignal,
): Invoke {
  let batches: Map<Step, Waiting[]> | undefined;

  function flush(step: Step): void {
    const waiting = batches?.get(step) ?? [];
    batches?.delete(step);
    const size = step.maxBatchSize > 0 ? step.maxBatchSize : limits.defaultBatchSize;
    for (let start = 0; start < waiting.length; start += size) {
      const batch = waiting.slice(start, start + size);
      void sendBatch(step, batch, signal());
    }
  }

  return (step, request) => {
    const { dataSource } = step;
    if (request.operation !== 'BatchInvoke') {
      // There is nothing to abort where nothing is called.
      const isCall = dataSource.type !== 'NONE';
      return isCall ? dataSource.invoke(request, signal()) : dataSource.invoke(request);
    }
    return new Promise((resolve) => {
      batches ??= new Map();
      const waiting = batches.get(step);
      if (waiting) return void waiting.push({ request, resolve });
      batches.set(step, [{ request, resolve }]);
      setImmediate(flush, step);
    });
  };
}

async function sendBatch(
  { dataSource }: Step,
  batch: readonly Waiting[],
  signal: AbortSignal,
): Promise<void> {
  try {
    const payload = batch.map(({ request }) => request.payload ?? null);
    const outcome = await dataSource.invoke({ ...batch[0]?.request, payload }, signal);
    batch.forEach(({ resolve }, index) => resolve(shareOf(outcome, index, batch.length)));
  } catch (error) {
    const failed = Promise.reject(error instanceof Error ? error : new Error(String(error)));
    batch.forEach(({ resolve }) => resolve(failed));
  }
}

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/tutorial-lambda-resolvers-js.html (same length, same order)
function shareOf(outcome: DataSourceOutcome, index: number, count: number): DataSourceOutcome {
  const { result, error } = outcome;
  if (error) return { result: null, error };
  // An asynchronous invocation has no results to share out.
  if (result === null || result === undefined) return { result: null };
  if (Array.isArray(result) && result.length === count) return { result: result[index] as unknown };
  // assumed: the words for a wrong result are not recorded anywhere
  const got = Array.isArray(result) ? `${result.length} results` : 'no list';
  const message = `The Lambda function must return a list of ${count} results for a BatchInvoke, got ${got}.`;
  return { result: null, error: { message, type: 'Lambda:BatchInvokeResultMismatch' } };
}
