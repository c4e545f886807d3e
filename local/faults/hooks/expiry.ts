import type { Clock } from '../../host.ts';
import type { TokenFaults } from '../../services/appsync/auth/cognito.ts';
import type { CredentialFaults, CredentialStore } from '../../services/aws/credentials.ts';
import type { FaultEngine } from '../engine.ts';
import { functionOf } from './who-calls.ts';

/** Session credentials and user tokens that run out on purpose: those given out before the fault was set, or all. */
export function createExpiryFaults(
  engine: FaultEngine,
  clock: Clock,
  credentials: () => CredentialStore,
): CredentialFaults & TokenFaults {
  let keysBefore: ReadonlySet<string> = new Set();
  let setAtMs = clock.now();
  engine.onChange(() => {
    keysBefore = new Set(credentials().accessKeyIds());
    setAtMs = clock.now();
  });
  return {
    isExpired(accessKeyId) {
      if (!engine.isSet('credentials')) return false;
      const name = functionOf(accessKeyId, credentials());
      if (name === undefined) return false; // the account's root has no session
      for (const fault of engine.at('credentials')) {
        if (fault.spec.choice !== 'all' && !keysBefore.has(accessKeyId)) continue;
        const strike = fault.meet({ name });
        strike?.happens(name);
        if (strike) return true;
      }
      return false;
    },
    onToken({ username, seenSinceMs, issuedAtMs }) {
      if (!engine.isSet('tokens')) return 'good';
      for (const fault of engine.at('tokens')) {
        // Tokens are dated to the second: one seen before is surely of before.
        const isBefore = seenSinceMs < setAtMs || issuedAtMs + 1000 <= setAtMs;
        if (fault.spec.choice !== 'all' && !isBefore) continue;
        const strike = fault.meet({ name: username });
        strike?.happens(username);
        if (strike) return 'expired';
      }
      return 'good';
    },
  };
}
