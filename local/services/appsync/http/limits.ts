/** Sizes and times of the HTTP endpoint. */
export interface HttpLimits {
  readonly maxRequestBytes: number;
  readonly maxResponseBytes: number;
  /** How long a body may take to arrive. */
  readonly maxBodyMs: number;
}

/** The limits of the service. */
export const defaultHttpLimits: HttpLimits = {
  // assumed: no limit is documented; a megabyte is above every documented limit of what a request holds
  maxRequestBytes: 1_048_576,
  // documented: https://docs.aws.amazon.com/general/latest/gr/appsync.html (response size 5 MB)
  maxResponseBytes: 5_242_880,
  // assumed: what a whole request may take; the service's own patience is not known
  maxBodyMs: 30_000,
};
