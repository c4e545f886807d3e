import type { RequestListener, Server } from 'node:http';
import type { Store } from '../store.ts';

/** A sample report: rows and how long they take. */
export interface Work {
  readonly amountOfRows: number;
  readonly delayMs: number;
}

/** A finished report as its client knows it. */
export interface Finished {
  /** ISO, by the server, just before the row says so. */
  readonly finishedAt: string;
  readonly link?: string | undefined;
}

/** Orders a report and resolves when the client knows that it is finished; rejects when it never will. */
export type Ask = (work: Work) => Promise<Finished>;

/** The client's part of a way. */
export interface WayClient {
  createAsk(origin: string): Ask;
  /** Waits for a report that somebody has ordered; absent where nobody but its orderer can. */
  wait?(origin: string, reportId: string): Promise<Finished>;
}

/** The server's part: answers requests, and may take over sockets. */
export interface WayServer {
  readonly handle: RequestListener;
  readonly attach?: (server: Server) => void;
}

export type CreateWayServer = (store: Store) => WayServer;
