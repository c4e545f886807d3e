/** Limits a service is created with; the defaults are Lambda's own except where the machine sets them. */
export interface LambdaLimits {
  /** Executions at a time, of all functions without reserved concurrency. */
  readonly concurrentExecutions: number;
  /** Warm environments kept, of all functions. */
  readonly idleEnvironments: number;
  /** How long an unused environment stays warm, by the service's clock. */
  readonly idleMs: number;
  /** How long a module may take to load before the function's own timeout begins to count. */
  readonly initMs: number;
  /** How often a running environment's memory is looked at. */
  readonly memoryCheckMs: number;
}

export const defaultLimits: LambdaLimits = {
  // assumed: 1,000 on AWS (documented: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html); each is a
  // process here, and a laptop has memory for about ten.
  concurrentExecutions: 10,
  idleEnvironments: 10,
  // assumed: AWS does not say; long enough to see warm starts, short enough to give the memory back.
  idleMs: 300_000,
  // documented: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html (Init phase)
  initMs: 10_000,
  // assumed: short against the time it takes to fill a function's memory, long against the cost of a look.
  memoryCheckMs: 50,
};

// documented: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
export const MAX_SYNC_REQUEST_BYTES = 6_291_456;
export const MAX_ASYNC_REQUEST_BYTES = 1_048_576;
// observed: aws/aws-lambda-dotnet integration tests, the text of Function.ResponseSizeTooLarge
export const MAX_RESPONSE_BYTES = 6_291_556;
// documented: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html (LogResult)
export const LOG_TAIL_BYTES = 4096;
// documented: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
export const MAX_ENVIRONMENT_BYTES = 4096;
export const TIMEOUT_RANGE_MS = [1_000, 900_000] as const;
export const MEMORY_RANGE_MB = [128, 10_240] as const;

// documented: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
export const RETRY_WAITS_MS = [60_000, 120_000] as const;
export const THROTTLE_WAIT_MS = { first: 1_000, longest: 300_000 } as const;
// documented: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html
export const MAX_RETRY_ATTEMPTS = 2;
export const EVENT_AGE_RANGE_MS = [60_000, 21_600_000] as const;
