import { mkdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createEnvironmentPool } from './environment-pool.ts';
import { createEnvironmentVariables } from './environment-variables.ts';
import { startEnvironment, type ExecutionEnvironment } from './environment.ts';
import { LOG_TAIL_BYTES, type LambdaLimits } from './limits.ts';
import { createReaper } from './reaper.ts';
import type { ThrottleReason } from './refusals.ts';
import { finishRun, type Answer } from './report.ts';
import type { FunctionConfig, InvocationEnd, LambdaServiceOptions } from './types.ts';

/** One run of a function for one event, not yet an answer of the API. */
export type Invocation =
  | { readonly kind: 'throttled'; readonly reason: ThrottleReason }
  /** The function could not be run, which is not its own fault. */
  | { readonly kind: 'systemError' }
  /** The service was stopped; the function was killed with it. */
  | { readonly kind: 'stopped' }
  | ({ readonly kind: 'completed'; readonly logTail: string } & Answer);

export interface Invoker {
  /** Takes its environment before it returns, so that `hasRoom` holds until then. */
  invoke(config: FunctionConfig, event: Event): Promise<Invocation>;
  hasRoom(config: FunctionConfig): boolean;
  /** SIGKILLs a function's environments and says how many there were. */
  kill(functionName: string): number;
  /** Lets a function's warm environments go: its configuration has changed. */
  retire(functionName: string): void;
  /** Kills every environment and waits for their ends. */
  [Symbol.asyncDispose](): Promise<void>;
}

export interface Event {
  readonly requestId: string;
  readonly payload: string;
  readonly clientContext?: unknown;
}

/** Runs events in execution environments and words how they ended. `onRoom` is called when one is free again. */
export function createInvoker(
  options: LambdaServiceOptions,
  limits: LambdaLimits,
  onRoom: () => void,
): Invoker {
  const { clock, log } = options;
  const reaper = createReaper(log);
  const pool = createEnvironmentPool(limits, clock, start);
  const temporaryRoot = join(options.directory, 'environments');
  rmSync(temporaryRoot, { recursive: true, force: true }); // of a service that was killed
  let stopped = false;
  const isStopped = (): boolean => stopped;

  return {
    invoke,
    hasRoom: (config) => pool.hasRoom(config),
    kill: (functionName) => pool.kill(functionName),
    retire: (functionName) => pool.retire(functionName),
    async [Symbol.asyncDispose]() {
      stopped = true;
      await pool[Symbol.asyncDispose]();
      await rm(temporaryRoot, { recursive: true, force: true });
      reaper[Symbol.dispose]();
    },
  };

  async function invoke(config: FunctionConfig, { requestId, payload, clientContext }: Event) {
    if (isStopped()) return { kind: 'stopped' } as const;
    const lease = pool.acquire(config);
    if ('throttled' in lease) return { kind: 'throttled', reason: lease.throttled } as const;
    const { environment } = lease;
    const invocationLog = createInvocationLog(config, requestId);
    let onEnd: (() => InvocationEnd) | undefined;
    const report = await environment.run({
      requestId,
      payload,
      clientContext,
      invokedFunctionArn: config.arn,
      onStart() {
        invocationLog.start();
        onEnd = options.faults?.onInvocation?.({
          functionName: config.name,
          requestId,
          accessKeyId: environment.accessKeyId,
          kill: () => void environment.kill(),
          freeze: environment.freeze,
          thaw: environment.thaw,
        });
      },
      onLine: invocationLog.write,
    });
    if (onEnd?.() === 'retire') await environment.kill();
    lease.release();
    onRoom();
    if (isStopped() && report.outcome.kind === 'exited') return { kind: 'stopped' } as const;
    const finished = finishRun(config, requestId, report);
    if (!finished) {
      log.error('a function could not be started', {
        functionName: config.name,
        codeDirectory: config.codeDirectory,
        error: report.outcome.kind === 'notStarted' ? report.outcome.error.message : '',
      });
      return { kind: 'systemError' } as const;
    }
    invocationLog.start();
    for (const line of finished.lines) invocationLog.write(line);
    return { kind: 'completed', logTail: invocationLog.tail(), ...finished.answer } as const;
  }

  function start(config: FunctionConfig): ExecutionEnvironment {
    const temporaryDirectory = join(temporaryRoot, randomUUID());
    mkdirSync(temporaryDirectory, { recursive: true });
    const variables = createEnvironmentVariables({
      config,
      region: options.region,
      accountId: options.accountId,
      credentials: options.credentials,
      endpoints: options.endpoints(),
      temporaryDirectory,
      nowMs: Date.now(),
    });
    const environment = startEnvironment({ config, variables, limits, reaper });
    void environment.end
      .then(() => rm(temporaryDirectory, { recursive: true, force: true }))
      .catch((error: unknown) => log.warn('a temporary directory stays', { error: String(error) }));
    return environment;
  }

  function createInvocationLog({ name: functionName }: FunctionConfig, requestId: string) {
    const lines: string[] = [];
    let tailBytes = 0;
    let started = false;
    const write = (line: string): void => {
      options.onLog?.({ functionName, requestId, line });
      lines.push(line);
      tailBytes += Buffer.byteLength(line) + 1;
      while (tailBytes - Buffer.byteLength(lines[0] ?? '') - 1 >= LOG_TAIL_BYTES) {
        tailBytes -= Buffer.byteLength(lines.shift() ?? '') + 1;
      }
    };
    return {
      write,
      /** Once: an invocation that dies while its module loads has a START line too. */
      start(): void {
        if (started) return;
        started = true;
        write(`START RequestId: ${requestId} Version: $LATEST`);
      },
      tail: () =>
        Buffer.from(`${lines.join('\n')}\n`)
          .subarray(-LOG_TAIL_BYTES)
          .toString('utf8'),
    };
  }
}
