/** Numbers the stack decides, from the API's environment variables. */
export interface Settings {
  /** How long a generator may be silent, and a queued report unstarted, before recovery looks, in seconds. */
  leaseSeconds: number;
  /** Reports of one owner that may be under way at once. */
  maxActiveReports: number;
  /** Days a finished file is kept. */
  retentionDays: number;
  /** Days a report that has ended stays in its owner's list. */
  recordDays: number;
  /** Whether Athena is there. */
  athena: boolean;
  /** Expected seconds above which Athena is chosen. */
  athenaAboveSeconds: number;
  /** Expected MiB to be read above which Athena is chosen. */
  athenaAboveMib: number;
  /** Whether large reports have generators of their own. */
  lanes: boolean;
  /** Expected seconds above which a report is large. */
  largeAboveSeconds: number;
  /** Large reports of one owner that may be under way at once, where they have a lane. */
  maxActiveLargeReports: number;
}

/** Reads them from `ctx.env`, whose values are texts. */
export function settingsOf(env: Record<string, string>): Settings {
  return {
    leaseSeconds: JSON.parse(`${env.LEASE_SECONDS}`) as number,
    maxActiveReports: JSON.parse(`${env.MAX_ACTIVE_REPORTS}`) as number,
    retentionDays: JSON.parse(`${env.RETENTION_DAYS}`) as number,
    recordDays: JSON.parse(`${env.RECORD_DAYS}`) as number,
    athena: env.ATHENA === 'true',
    athenaAboveSeconds: JSON.parse(`${env.ATHENA_ABOVE_SECONDS}`) as number,
    athenaAboveMib: JSON.parse(`${env.ATHENA_ABOVE_MIB}`) as number,
    lanes: env.LANES === 'true',
    largeAboveSeconds: JSON.parse(`${env.LARGE_ABOVE_SECONDS}`) as number,
    maxActiveLargeReports: JSON.parse(`${env.MAX_ACTIVE_LARGE_REPORTS}`) as number,
  };
}
