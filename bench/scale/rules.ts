/** The product's rules as the simulation follows them, each with the file that decides it. */
export const RULES = {
  /** infra/settings.ts */
  leaseSeconds: 60,
  maxActiveReports: 10,
  /** resolvers/lib/limits.ts */
  maxAttempts: 3,
  maxRedrives: 5,
  /** resolvers/functions/moveOverdue.ts */
  redriveLeases: [1, 2, 4, 8, 16],
  /** resolvers/lib/due.ts: a lease ends at a multiple of a quarter of it. */
  stepsPerLease: 4,
  /** infra/constructs/recovery.ts: how often it runs, how long Lambda keeps an event. */
  recoveryEverySeconds: 60,
  maxEventAgeSeconds: 3600,
  /** functions/recover-reports: 500 at most, by eighths of the index rounded up, and how many at once. */
  recoveredAtMost: 504,
  recoveredAtOnce: 8,
} as const;

/** What is assumed of what the code does not say. */
export const ASSUMED = {
  /** Opening and completing the upload, claiming: see FIXED_SECONDS in resolvers/Query.estimateReport.ts. */
  overheadSeconds: 1,
  /** README.md has 2.1 s from nothing at all; the mean of Lambda's own start and ours. */
  coldStartSeconds: 2,
  /** A delivery that finds its report taken. */
  duplicateSeconds: 0.3,
  /** One report of recovery: a mutation, two listings, an invocation. */
  recoverySeconds: 0.15,
  /** AWS does not say how long an environment stays warm; five minutes as in local/services/lambda/limits.ts. */
  idleSeconds: 300,
  /** A function that fails is known at once: Lambda tells recovery. */
  failureKnownAfterSeconds: 1,
} as const;

// documented: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
export const THROTTLED_WAIT_SECONDS = { first: 1, longest: 300 } as const;

/** When a lease taken now runs out: resolvers/lib/due.ts. */
export function leaseEnd(nowSeconds: number): number {
  const step = RULES.leaseSeconds / RULES.stepsPerLease;
  return Math.ceil((nowSeconds + RULES.leaseSeconds) / step) * step;
}
