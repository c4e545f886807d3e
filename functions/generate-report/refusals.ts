import { GraphqlApiError } from '../lib/graphql-api.ts';

/** Refusals of a mutation that mean: somebody else has done or is doing this. */
const NOT_OURS: ReadonlySet<string | null> = new Set([
  'AlreadyClaimed',
  'AlreadyFinished',
  'NotFound',
  'StaleAttempt',
]);
/** Of these: nobody will do anything about the report any more. */
const OVER: ReadonlySet<string | null> = new Set(['AlreadyFinished', 'NotFound']);

/** The answer; undefined when the report is not ours, after `onRefused` was told why. */
export async function unlessNotOurs<T>(
  answer: Promise<T>,
  onRefused: (reason: string | null) => void,
): Promise<T | undefined> {
  return answer.catch((error: unknown) => {
    if (!isNotOurs(error)) throw error;
    onRefused(error.errorType);
    return undefined;
  });
}

export function isNotOurs(error: unknown): error is GraphqlApiError {
  return error instanceof GraphqlApiError && NOT_OURS.has(error.errorType);
}

/** Whether a refusal's reason says that the report has ended or is gone. */
export function isOver(reason: string | null): boolean {
  return OVER.has(reason);
}
