/** Every number of the realtime endpoint that a test or an operator may want to change. */
export interface RealtimeLimits {
  /** What `connection_ack` promises: a client may give up after this much silence, in milliseconds. */
  readonly connectionTimeoutMs: number;
  readonly keepAliveMs: number;
  readonly connectionAgeMs: number;
  /** How long a socket may stay open without `connection_init`. */
  readonly initTimeoutMs: number;
  /** How long a refused client that never sends `connection_init` waits for its `connection_error`. */
  readonly refusalGraceMs: number;
  readonly maxSubscriptionsPerConnection: number;
  /** Of the JSON of a data frame's `payload`, in bytes. */
  readonly maxPayloadBytes: number;
  /** Of one frame from a client, in bytes. */
  readonly maxFrameBytes: number;
  /** How much may wait for a client that does not read before its socket is ended, in bytes. */
  readonly maxBufferedBytes: number;
  /** How long a client may take to answer a close frame. */
  readonly closeTimeoutMs: number;
  /** Data frames written before other work gets its turn. */
  readonly deliveriesPerTurn: number;
}

/** The service's own numbers where they are known. */
export const DEFAULT_LIMITS: RealtimeLimits = {
  // documented: https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html
  connectionTimeoutMs: 300_000,
  // observed: sashee/appsync-start_ack, raw trace of December 2025
  keepAliveMs: 60_000,
  // documented: https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html
  connectionAgeMs: 86_400_000,
  // assumed: the service closes an unused socket "after a short time"; clients wait at most 15 s for an answer
  initTimeoutMs: 30_000,
  // assumed: long enough for any client on a loopback to send connection_init first
  refusalGraceMs: 1_000,
  // documented: https://docs.aws.amazon.com/general/latest/gr/appsync.html
  maxSubscriptionsPerConnection: 200,
  // documented: https://docs.aws.amazon.com/general/latest/gr/appsync.html (240 KB; assumed: of 1,024 bytes)
  maxPayloadBytes: 240 * 1024,
  // assumed: a document of 15,000 tokens, its variables and a long JWT fit with room to spare
  maxFrameBytes: 1024 * 1024,
  // assumed: 17 messages of the largest size; what the service allows is not known
  maxBufferedBytes: 4 * 1024 * 1024,
  // assumed: a local client answers at once or not at all
  closeTimeoutMs: 2_000,
  deliveriesPerTurn: 1_000,
};
