import type { AcceptedSubscription } from '../types.ts';

/** A subscription that is registered on a connection. */
export interface LiveSubscription {
  /** The client's own id, unique on its connection only. */
  readonly id: string;
  readonly accepted: AcceptedSubscription;
  readonly outlet: Outlet;
  /** A data frame up to its payload; the payload and `}` complete it. */
  readonly dataPrefix: Buffer;
}

/** What a subscription needs of its connection. */
export interface Outlet {
  /** Counts the connections of an endpoint, for the log. */
  readonly number: number;
  /**
   * Writes a frame without waiting: a text, or the bytes of `encodeDataFrame`.
   * False when the socket is gone, or is ended for not reading.
   */
  send(frame: string | Buffer): boolean;
  /** Ends a subscription from the server's side, and with it the connection. */
  invalidate(subscription: LiveSubscription): void;
}
