import type { Clock } from '../../host.ts';
import type { RealtimeFaults } from '../../services/appsync/realtime/delivery.ts';
import type { FaultEngine } from '../engine.ts';

/** Faults of pushes and handshakes. */
export function createRealtimeFaults(engine: FaultEngine): RealtimeFaults {
  return {
    onHandshake() {
      if (!engine.isSet('sockets')) return 'accept';
      for (const fault of engine.at('sockets')) {
        if (fault.spec.action !== 'refuse') continue;
        const strike = fault.meet({ name: 'handshake' });
        strike?.happens('handshake');
        if (strike) return 'refuse';
      }
      return 'accept';
    },
    onDeliver({ subscriptionField, mutation }) {
      if (!engine.isSet('pushes')) return 'deliver';
      const strike = engine.strike('pushes', { name: `${subscriptionField} ${mutation}` });
      switch (strike?.spec.action) {
        case 'drop':
        case 'duplicate':
          return strike.spec.action;
        case 'delay':
          return { delayMs: strike.durationMs };
        case 'reorder':
          return { holdMs: strike.durationMs };
        default:
          return 'deliver';
      }
    },
  };
}

/** Cuts sockets each time a fault's interval ends, until the faults are replaced. */
export function cutSocketsByFaults(
  engine: FaultEngine,
  clock: Clock,
  cutSockets: (isChosen: (connection: number) => boolean) => number,
): void {
  engine.onChange((faults, replaced) => {
    for (const fault of faults) {
      if (fault.spec.point !== 'sockets' || fault.spec.action !== 'cut') continue;
      const everyMs = fault.spec.duration?.fromMs ?? 0;
      const again = (): void => {
        if (replaced.aborted) return;
        cutSockets((connection) => {
          const strike = fault.meet({ name: `connection ${connection}` });
          strike?.happens(`connection ${connection}`);
          return strike !== undefined;
        });
        clock.after(everyMs, again);
      };
      clock.after(everyMs, again);
    }
  });
}
