import type { QueryFaults } from '../../services/athena/queries.ts';
import type { FaultEngine } from '../engine.ts';

/** Faults of Athena's queries, and of what EventBridge is told of them. */
export function createQueryFaults(engine: FaultEngine): QueryFaults {
  return {
    onRun({ workGroup, database }) {
      for (const fault of engine.at('queries')) {
        if (fault.spec.action === 'untold') continue;
        const name = `${workGroup} ${database}`;
        const strike = fault.meet({ name });
        if (!strike) continue;
        strike.happens(name);
        if (strike.spec.action === 'fail') return { fails: true };
        return { holdMs: strike.durationMs, over: engine.replaced };
      }
      return {};
    },
    isUntold({ workGroup, state }) {
      for (const fault of engine.at('queries')) {
        if (fault.spec.action !== 'untold') continue;
        const name = `${workGroup} ${state}`;
        const strike = fault.meet({ name });
        strike?.happens(name);
        if (strike) return true;
      }
      return false;
    },
  };
}
