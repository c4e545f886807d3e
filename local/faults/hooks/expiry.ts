import { createHash } from 'node:crypto';
import type { Clock } from '../../host.ts';
import type { TokenFaults } from '../../services/appsync/auth/cognito.ts';
import type { CredentialFaults, CredentialStore } from '../../services/aws/credentials.ts';
import type { Fault, FaultEngine } from '../engine.ts';
import { functionOf } from './who-calls.ts';

/** Session credentials and user tokens that run out on purpose. What has run out stays so until the faults are replaced. */
export interface ExpiryFaults extends CredentialFaults, TokenFaults {
  /** Whether a key has run out, without that being a use of it. */
  hasExpired(accessKeyId: string): boolean;
}

/** Those given out before the fault was set run out, or all. */
export function createExpiryFaults(
  engine: FaultEngine,
  clock: Clock,
  credentials: () => CredentialStore,
): ExpiryFaults {
  /** Access keys, and fingerprints of tokens. */
  const expired = new Set<string>();
  let keysBefore: ReadonlySet<string> = new Set();
  let setAtMs = clock.now();
  engine.onChange(() => {
    expired.clear();
    keysBefore = new Set(credentials().accessKeyIds());
    setAtMs = clock.now();
  });

  return {
    hasExpired: (accessKeyId) => expired.has(accessKeyId),
    isExpired(accessKeyId) {
      if (!engine.isSet('credentials')) return false;
      const name = functionOf(accessKeyId, credentials());
      if (name === undefined) return false; // the account's root has no session
      return runsOut(accessKeyId, name, engine.at('credentials'), keysBefore.has(accessKeyId));
    },
    onToken({ token, username, seenSinceMs, issuedAtMs }) {
      if (!engine.isSet('tokens')) return 'good';
      const fingerprint = createHash('sha256').update(token).digest('base64');
      // Tokens are dated to the second: one seen before is surely of before.
      const isBefore = seenSinceMs < setAtMs || issuedAtMs + 1000 <= setAtMs;
      return runsOut(fingerprint, username, engine.at('tokens'), isBefore) ? 'expired' : 'good';
    },
  };

  function runsOut(
    id: string,
    name: string,
    faults: readonly Fault[],
    wasGivenOutBefore: boolean,
  ): boolean {
    if (expired.has(id)) return true;
    for (const fault of faults) {
      if (fault.spec.choice !== 'all' && !wasGivenOutBefore) continue;
      const strike = fault.meet({ name });
      if (!strike) continue;
      strike.happens(name);
      expired.add(id);
      return true;
    }
    return false;
  }
}
