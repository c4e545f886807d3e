/** What the parts of the Lambda service agree on. All durations are milliseconds, all sizes bytes unless named otherwise. */
import type { Clock, Log } from '../../host.ts';
import type { CredentialStore } from '../aws/credentials.ts';
import type { Authorize } from '../aws/iam/types.ts';
import type { LambdaLimits } from './limits.ts';

// ---------------------------------------------------------------- functions

/** A function as its template states it. */
export interface FunctionConfig {
  readonly name: string;
  /** Unqualified: `arn:aws:lambda:<region>:<account>:function:<name>`. */
  readonly arn: string;
  /** The unpacked deployment package; the function's working directory and LAMBDA_TASK_ROOT. */
  readonly codeDirectory: string;
  /** `<file without extension>.<export>`, for example `index.handler`. */
  readonly handler: string;
  readonly runtime: 'nodejs20.x' | 'nodejs22.x' | 'nodejs24.x';
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly roleArn: string;
  readonly description?: string;
  /** Concurrent executions kept for, and allowed to, this function; 0 switches it off. */
  readonly reservedConcurrency?: number;
  readonly asyncConfig?: Partial<AsyncConfig>;
}

/** How Lambda treats a function's asynchronous invocations. */
export interface AsyncConfig {
  /** 0 to 2. */
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeMs: number;
  readonly onFailure?: string;
  readonly onSuccess?: string;
}

// ---------------------------------------------------------------- invocations

export interface InvokeOptions {
  readonly type: 'RequestResponse' | 'Event';
  /** Stops the caller's wait; a function that has begun goes on, as on AWS. */
  readonly signal?: AbortSignal;
  /** `context.clientContext`, of synchronous invocations. */
  readonly clientContext?: unknown;
}

export type InvokeResult =
  | {
      readonly kind: 'completed';
      readonly statusCode: 200;
      readonly requestId: string;
      /** JSON: what the handler returned, or `{ errorType, errorMessage, trace }`. */
      readonly payload: string;
      readonly functionError?: 'Unhandled';
      readonly executedVersion: '$LATEST';
      /** The last 4 KB of the invocation's log. */
      readonly logTail: string;
    }
  | { readonly kind: 'accepted'; readonly statusCode: 202; readonly requestId: string }
  | {
      readonly kind: 'refused';
      readonly statusCode: number;
      readonly requestId: string;
      readonly refusal: Refusal;
    };

/** An error of the Lambda API itself, as it goes over the wire. */
export interface Refusal {
  readonly statusCode: number;
  /** `x-amzn-ErrorType`: the SDK's exception name. */
  readonly errorType: string;
  readonly message: string;
  /** The JSON body, with the key for the message that Lambda uses for this error. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** An accepted asynchronous invocation. */
export interface QueuedEvent {
  readonly requestId: string;
  readonly functionName: string;
  readonly payload: string;
  /** By the service's clock. */
  readonly acceptedAtMs: number;
  /** Its place in the order of arrival. */
  readonly sequence: number;
  /** How often the function has been started for it. */
  readonly invocations: number;
  /** How many of those ended in a function error. */
  readonly functionErrors: number;
  /** Not delivered before this time, by the service's clock. */
  readonly notBeforeMs: number;
}

/** What destinations receive. */
export interface InvocationRecord {
  readonly version: '1.0';
  readonly timestamp: string;
  readonly requestContext: {
    readonly requestId: string;
    readonly functionArn: string;
    readonly condition: 'Success' | 'RetriesExhausted' | 'EventAgeExceeded';
    readonly approximateInvokeCount: number;
  };
  readonly requestPayload: unknown;
  readonly responseContext?: {
    readonly statusCode: number;
    readonly executedVersion: string;
    readonly functionError?: string;
  };
  readonly responsePayload?: unknown;
}

// ---------------------------------------------------------------- what the service is given

export interface LogLine {
  readonly functionName: string;
  /** Empty for output between invocations of an environment that has not served any. */
  readonly requestId: string;
  readonly line: string;
}

/** Where faults are put in on purpose. */
export interface LambdaFaults {
  /**
   * Asked before each delivery of a queued event. `drop` loses the event without a trace, `twice` starts it two
   * times, a delayed one is delivered later without being asked about again.
   */
  beforeDeliver?(event: QueuedEvent): 'deliver' | 'drop' | 'twice' | { readonly delayMs: number };
  /** Told when a handler begins; what it returns is called when the invocation has ended, however it did. */
  onInvocation?(invocation: RunningInvocation): (() => InvocationEnd) | undefined;
}

/** `retire`: the environment serves no further invocation. */
export type InvocationEnd = 'keep' | 'retire';

/** An invocation whose handler runs, and what can be done to its processes. */
export interface RunningInvocation {
  readonly functionName: string;
  readonly requestId: string;
  /** What its calls are signed with; of its environment alone. */
  readonly accessKeyId: string;
  kill(): void;
  freeze(): void;
  thaw(): void;
}

export interface LambdaServiceOptions {
  /** State: queued events, and the temporary files of running environments. One service at a time. */
  readonly directory: string;
  /** Runs retry waits, event ages and idle times. Time inside a function is the machine's: it runs on a real processor. */
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
  readonly credentials: CredentialStore;
  readonly log: Log;
  /** Environment variables every function gets besides Lambda's own, read when an environment starts. */
  readonly endpoints: () => Readonly<Record<string, string>>;
  readonly limits?: Partial<LambdaLimits>;
  readonly onLog?: (line: LogLine) => void;
  /** Takes records for destinations other than Lambda functions. */
  readonly deliver?: (destinationArn: string, record: InvocationRecord) => void | Promise<void>;
  /** IAM's answer, for requests and for destinations; everything is allowed without it. */
  readonly authorize?: Authorize;
  readonly faults?: LambdaFaults;
  /** Queued events wait for this, so that functions do not start before the services they call. */
  readonly ready?: Promise<unknown>;
}
