/** What one request may use; every value can be lowered or raised for a test. */
export interface EngineLimits {
  readonly executionTimeoutMs: number;
  readonly maxQueryTokens: number;
  readonly maxResolverExecutions: number;
  readonly maxInvalidationsPerRequest: number;
  /** Inputs per `BatchInvoke` of a resolver that states no size of its own. */
  readonly defaultBatchSize: number;
  /** Documents kept parsed and validated. */
  readonly maxCachedDocuments: number;
}

/** The limits of the service. */
export const defaultEngineLimits: EngineLimits = {
  // documented: https://docs.aws.amazon.com/general/latest/gr/appsync.html (request execution time)
  executionTimeoutMs: 30_000,
  // documented: https://docs.aws.amazon.com/general/latest/gr/appsync.html (15,000 tokens per query)
  maxQueryTokens: 15_000,
  // documented: https://docs.aws.amazon.com/general/latest/gr/appsync.html
  maxResolverExecutions: 10_000,
  // documented: https://docs.aws.amazon.com/appsync/latest/devguide/extensions-js.html
  maxInvalidationsPerRequest: 5,
  // documented: https://aws.amazon.com/blogs/mobile/introducing-configurable-batching-size-for-aws-appsync-lambda-resolvers/
  defaultBatchSize: 5,
  maxCachedDocuments: 500,
};

/** The largest schema document. */
// documented: https://docs.aws.amazon.com/general/latest/gr/appsync.html (schema document size)
export const MAX_SCHEMA_BYTES = 1_048_576;
