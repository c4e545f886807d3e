import type { Clock } from '../../host.ts';
import type { ExecutionEnvironment } from './environment.ts';
import type { LambdaLimits } from './limits.ts';
import type { ThrottleReason } from './refusals.ts';
import type { FunctionConfig } from './types.ts';

/** Hands out execution environments within the concurrency limits and keeps them warm in between. */
export interface EnvironmentPool {
  /** An environment of its own for one event, warm or new, or why there is none. Decided at once. */
  acquire(config: FunctionConfig): Lease | { throttled: ThrottleReason };
  /** Whether `acquire` would give one now. */
  hasRoom(config: FunctionConfig): boolean;
  /** SIGKILLs every environment of a function and says how many there were. */
  kill(functionName: string): number;
  /** Lets no warm environment of a function be used again: its configuration has changed. */
  retire(functionName: string): void;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface Lease {
  readonly environment: ExecutionEnvironment;
  /** Ends the use; an environment that lives on becomes warm. */
  release(): void;
}

interface Slot {
  readonly environment: ExecutionEnvironment;
  readonly config: FunctionConfig;
  busy: boolean;
  idleTimer?: Disposable;
}

/** `start` makes a new environment for a function. */
export function createEnvironmentPool(
  limits: LambdaLimits,
  clock: Clock,
  start: (config: FunctionConfig) => ExecutionEnvironment,
): EnvironmentPool {
  /** In order of use: the least recently used first. */
  const slots = new Set<Slot>();
  const retired = new WeakSet<FunctionConfig>();

  return {
    acquire(config) {
      const throttled = throttleReason(config);
      if (throttled) return { throttled };
      const slot = warmSlot(config) ?? newSlot(config);
      slot.idleTimer?.[Symbol.dispose]();
      slot.busy = true;
      return { environment: slot.environment, release: () => release(slot) };
    },
    hasRoom: (config) => throttleReason(config) === undefined,
    kill(functionName) {
      const killed = [...slots].filter((slot) => slot.config.name === functionName);
      for (const slot of killed) end(slot);
      return killed.length;
    },
    retire(functionName) {
      for (const slot of slots) {
        if (slot.config.name !== functionName) continue;
        retired.add(slot.config);
        if (!slot.busy) end(slot);
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...slots].map((slot) => slot.environment.kill()));
    },
  };

  // documented: https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html; assumed: reserved concurrency is not
  // taken out of the account's, which is small here for the machine's sake.
  function throttleReason(config: FunctionConfig): ThrottleReason | undefined {
    const { reservedConcurrency } = config;
    const busy = [...slots].filter((slot) => slot.busy);
    if (reservedConcurrency !== undefined) {
      const running = busy.filter((slot) => slot.config.name === config.name).length;
      return running < reservedConcurrency
        ? undefined
        : 'ReservedFunctionConcurrentInvocationLimitExceeded';
    }
    const running = busy.filter((slot) => slot.config.reservedConcurrency === undefined).length;
    return running < limits.concurrentExecutions ? undefined : 'ConcurrentInvocationLimitExceeded';
  }

  /** The most recently used, so that the others can grow old. */
  function warmSlot(config: FunctionConfig): Slot | undefined {
    return [...slots].findLast(
      (slot) => !slot.busy && slot.config === config && !slot.environment.ended,
    );
  }

  function newSlot(config: FunctionConfig): Slot {
    const slot: Slot = { environment: start(config), config, busy: true };
    slots.add(slot);
    void slot.environment.end.then(() => {
      slot.idleTimer?.[Symbol.dispose]();
      // A busy one is counted until its invocation has been reported.
      if (!slot.busy) slots.delete(slot);
    });
    return slot;
  }

  function release(slot: Slot): void {
    slot.busy = false;
    slots.delete(slot);
    if (slot.environment.ended) return;
    slots.add(slot);
    if (retired.has(slot.config)) return end(slot);
    slot.idleTimer = clock.after(limits.idleMs, () => end(slot));
    const idle = [...slots].filter((other) => !other.busy);
    for (const oldest of idle.slice(0, Math.max(0, idle.length - limits.idleEnvironments)))
      end(oldest);
  }

  function end(slot: Slot): void {
    if (!slot.busy) slots.delete(slot);
    slot.idleTimer?.[Symbol.dispose]();
    void slot.environment.kill();
  }
}
