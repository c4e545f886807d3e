import { performance } from 'node:perf_hooks';
import {
  startEnvironmentProcess,
  type EnvironmentOptions,
  type ProcessEnd,
} from './environment-process.ts';
import type { EnvironmentMessage } from './runtime/messages.ts';

/** One execution environment: a process that serves one event at a time and is frozen in between. */
export interface ExecutionEnvironment {
  /** Runs one event. Never rejects. Unless it has `ended` afterwards, the environment is warm and can run another. */
  run(event: InvocationEvent): Promise<RunReport>;
  /** SIGKILL, at any time; resolves when the process and its output are gone. */
  kill(): Promise<void>;
  /** SIGSTOP and SIGCONT for its processes, as between events. */
  freeze(): void;
  thaw(): void;
  /** What its calls are signed with; no other environment has it. */
  readonly accessKeyId: string;
  readonly ended: boolean;
  readonly end: Promise<unknown>;
}

export interface InvocationEvent {
  readonly requestId: string;
  readonly payload: string;
  readonly invokedFunctionArn: string;
  readonly clientContext?: unknown;
  /** The module is loaded, the handler begins. */
  onStart(): void;
  onLine(line: string): void;
}

/** How an event ended, with the figures of its REPORT line. */
export interface RunReport {
  readonly outcome: RunOutcome;
  readonly durationMs: number;
  /** Only of the first event: how long the module took to load. */
  readonly initDurationMs?: number;
  readonly maxMemoryMb: number;
}

export type RunOutcome =
  | { readonly kind: 'succeeded' | 'failed' | 'initFailed' | 'crashed'; readonly payload: string }
  | { readonly kind: 'timedOut' }
  | ProcessEnd;

/** Starts the process, which loads the function's module at once. */
export function startEnvironment(options: EnvironmentOptions): ExecutionEnvironment {
  const { config, limits, variables } = options;
  const startedAt = performance.now();
  const ready = Promise.withResolvers<RunOutcome | 'ready'>();
  let isFirst = true;
  let event: InvocationEvent | undefined;
  let onAnswer = (_outcome: RunOutcome, _requestId?: string): void => {};
  // Output after the answer belongs to the event before, until the next one begins.
  const environment = startEnvironmentProcess(options, {
    onLine: (line) => event?.onLine(line),
    onMessage,
  });

  return {
    run,
    kill: () => environment.kill(),
    freeze: () => environment.freeze(),
    thaw: () => environment.thaw(),
    accessKeyId: variables.AWS_ACCESS_KEY_ID ?? '',
    get ended() {
      return environment.ended;
    },
    end: environment.end,
  };

  async function run(next: InvocationEvent): Promise<RunReport> {
    event = next;
    environment.thaw();
    const isCold = isFirst;
    isFirst = false;
    // documented: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html (loading beyond 10 s counts
    // as running)
    const loaded = await firstOf(ready.promise, limits.initMs + config.timeoutMs);
    const initDurationMs = isCold ? performance.now() - startedAt : undefined;
    const runStartedAt = performance.now();
    const outcome = loaded === 'ready' ? await serve(next) : loaded;
    const durationMs = performance.now() - runStartedAt;
    const maxMemoryMb = environment.peakMemoryMb();
    if (outcome.kind === 'succeeded' || outcome.kind === 'failed') {
      await environment.outputWritten();
      // documented: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html (frozen until the next event)
      environment.freeze();
    } else {
      await environment.kill();
    }
    return { outcome, durationMs, initDurationMs, maxMemoryMb };
  }

  function serve({
    requestId,
    payload,
    invokedFunctionArn,
    clientContext,
    onStart,
  }: InvocationEvent) {
    onStart();
    const answer = new Promise<RunOutcome>((resolve) => {
      onAnswer = (outcome, answered = requestId) => {
        if (answered === requestId) resolve(outcome);
      };
    });
    const deadlineMs = Date.now() + config.timeoutMs;
    environment.send({ requestId, payload, deadlineMs, invokedFunctionArn, clientContext });
    return firstOf(answer, config.timeoutMs);
  }

  function onMessage(message: EnvironmentMessage): void {
    if (message.type === 'ready') return ready.resolve('ready');
    const { type: kind, payload } = message;
    if (kind === 'initFailed' || kind === 'crashed') ready.resolve({ kind, payload });
    onAnswer({ kind, payload }, 'requestId' in message ? message.requestId : undefined);
  }

  /** The answer, the end of the process, or the deadline, by the machine's clock. */
  async function firstOf<T>(answer: Promise<T>, limitMs: number): Promise<T | RunOutcome> {
    const deadline = Promise.withResolvers<RunOutcome>();
    const timer = setTimeout(() => deadline.resolve({ kind: 'timedOut' }), limitMs);
    try {
      return await Promise.race([answer, environment.end, deadline.promise]);
    } finally {
      clearTimeout(timer);
    }
  }
}
