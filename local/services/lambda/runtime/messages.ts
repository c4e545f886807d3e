/** What an execution environment and the service say to each other over IPC. */

/** Service to environment: one event. */
export interface InvokeMessage {
  readonly requestId: string;
  /** The event as JSON. */
  readonly payload: string;
  /** Milliseconds since the epoch, on the machine's clock. */
  readonly deadlineMs: number;
  readonly invokedFunctionArn: string;
  readonly clientContext?: unknown;
}

/** Environment to service. Payloads are JSON; those of errors are `{ errorType, errorMessage, trace }`. */
export type EnvironmentMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'initFailed'; readonly payload: string }
  | { readonly type: 'succeeded'; readonly requestId: string; readonly payload: string }
  | { readonly type: 'failed'; readonly requestId: string; readonly payload: string }
  /** Uncaught: the process exits right after. */
  | { readonly type: 'crashed'; readonly payload: string };
