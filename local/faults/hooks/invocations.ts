import type { Clock } from '../../host.ts';
import type { LambdaFaults, RunningInvocation } from '../../services/lambda/types.ts';
import type { FaultEngine, Strike } from '../engine.ts';

/** Faults of Lambda: its queue, and invocations that run. */
export interface InvocationFaults extends LambdaFaults {
  /** Counts a call that an environment has signed; one that is to be killed at its n-th call dies here, and the call with it. */
  called(accessKeyId: string): 'dies' | 'goes on';
}

/** An invocation that something befalls. */
interface Watched {
  readonly invocation: RunningInvocation;
  readonly strikes: readonly Strike[];
  readonly timers: Disposable[];
  calls: number;
}

/** `hasExpired` tells of an environment's credentials: AWS would have replaced it before they ran out. */
export function createInvocationFaults(
  engine: FaultEngine,
  clock: Clock,
  hasExpired: (accessKeyId: string) => boolean,
): InvocationFaults {
  /** By the key they sign with: an environment serves one invocation at a time. */
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
      const { accessKeyId, functionName: name } = invocation;
      const strikes = engine.at('functions').flatMap((fault) => fault.meet({ name }) ?? []);
      if (strikes.length > 0) watch(strikes, invocation);
      return () => {
        for (const timer of watched.get(accessKeyId)?.timers ?? []) timer[Symbol.dispose]();
        watched.delete(accessKeyId);
        return hasExpired(accessKeyId) ? 'retire' : 'keep';
      };
    },

    called(accessKeyId) {
      const caller = watched.get(accessKeyId);
      if (!caller) return 'goes on';
      const call = ++caller.calls;
      const due = caller.strikes.filter(({ spec }) => spec.call === call);
      const deaths = due.filter((strike) => befall(strike, caller) === 'dies');
      return deaths.length > 0 ? 'dies' : 'goes on';
    },
  };

  function watch(strikes: readonly Strike[], invocation: RunningInvocation): void {
    const entry: Watched = { invocation, strikes, timers: [], calls: 0 };
    watched.set(invocation.accessKeyId, entry);
    for (const strike of strikes) {
      if (strike.spec.call !== undefined) continue;
      entry.timers.push(clock.after(strike.afterMs, () => void befall(strike, entry)));
    }
  }

  function befall(strike: Strike, { invocation, timers }: Watched): 'dies' | 'goes on' {
    // Faults that were replaced since the invocation began no longer hold.
    if (!engine.at('functions').some(({ spec }) => spec === strike.spec)) return 'goes on';
    strike.happens(invocation.functionName);
    if (strike.spec.action === 'kill') {
      invocation.kill();
      return 'dies';
    }
    invocation.freeze();
    timers.push(clock.after(strike.durationMs, invocation.thaw));
    return 'goes on';
  }
}
