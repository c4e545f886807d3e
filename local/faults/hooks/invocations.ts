import type { Clock } from '../../host.ts';
import type { LambdaFaults, RunningInvocation } from '../../services/lambda/types.ts';
import type { FaultEngine, Strike } from '../engine.ts';

/** Faults of Lambda: its queue, and invocations that run. */
export interface InvocationFaults extends LambdaFaults {
  /** Counts a call that an environment has signed; one that is to die at its n-th call dies here. */
  called(accessKeyId: string): void;
}

interface Watched {
  calls: number;
  readonly atCall: Map<number, () => void>;
}

export function createInvocationFaults(engine: FaultEngine, clock: Clock): InvocationFaults {
  /** Invocations with a fault at one of their calls, by the key they sign with. */
  const watched = new Map<string, Watched>();
  return {
    beforeDeliver({ functionName }) {
      if (!engine.isSet('events')) return 'deliver';
      const strike = engine.strike('events', { name: functionName });
      switch (strike?.spec.action) {
        case 'drop':
          return 'drop';
        case 'duplicate':
          return 'twice';
        case 'delay':
          return { delayMs: strike.durationMs };
        default:
          return 'deliver';
      }
    },

    onInvocation(invocation) {
      if (!engine.isSet('functions')) return undefined;
      const strikes = engine
        .at('functions')
        .flatMap((fault) => fault.meet({ name: invocation.functionName }) ?? []);
      if (strikes.length === 0) return undefined;
      const timers = strikes.map((strike) => arm(strike, invocation));
      return () => {
        for (const timer of timers) timer?.[Symbol.dispose]();
        watched.delete(invocation.accessKeyId);
        return 'keep';
      };
    },

    called(accessKeyId) {
      const invocation = watched.get(accessKeyId);
      if (!invocation) return;
      invocation.calls++;
      invocation.atCall.get(invocation.calls)?.();
    },
  };

  function arm(strike: Strike, invocation: RunningInvocation): Disposable | undefined {
    const act = (): void => befall(strike, invocation);
    const { call } = strike.spec;
    if (call === undefined) return clock.after(strike.afterMs, act);
    const entry = watched.get(invocation.accessKeyId) ?? { calls: 0, atCall: new Map() };
    entry.atCall.set(call, act);
    watched.set(invocation.accessKeyId, entry);
    return undefined;
  }

  function befall(strike: Strike, { functionName, kill, freeze, thaw }: RunningInvocation): void {
    strike.happens(functionName);
    if (strike.spec.action === 'kill') return kill();
    freeze();
    // Whatever becomes of the invocation meanwhile: a frozen process that is gone does not mind.
    clock.after(strike.durationMs, thaw);
  }
}
