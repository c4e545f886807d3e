import { createFaultEngine, type FaultEngine, type FaultEngineOptions } from '../faults/engine.ts';
import { createCallFaults } from '../faults/hooks/calls.ts';
import { createDataSourceFaults, type DataSourceFaults } from '../faults/hooks/data-sources.ts';
import { createExpiryFaults } from '../faults/hooks/expiry.ts';
import { createInvocationFaults, type InvocationFaults } from '../faults/hooks/invocations.ts';
import { createQueryFaults } from '../faults/hooks/queries.ts';
import { createRealtimeFaults, cutSocketsByFaults } from '../faults/hooks/realtime.ts';
import type { GatewayFaults } from '../gateway.ts';
import type { QueryFaults } from '../services/athena/queries.ts';
import type { TokenFaults } from '../services/appsync/auth/cognito.ts';
import type { HttpEndpointFaults } from '../services/appsync/http/endpoint.ts';
import type { RealtimeFaults } from '../services/appsync/realtime/delivery.ts';
import type { CredentialFaults, CredentialStore } from '../services/aws/credentials.ts';

/** The faults of one cloud: what decides, and what each service asks. */
export interface CloudFaults {
  readonly engine: FaultEngine;
  readonly invocations: InvocationFaults;
  readonly dataSources: DataSourceFaults;
  readonly realtime: RealtimeFaults;
  readonly queries: QueryFaults;
  readonly expiry: CredentialFaults & TokenFaults;
  /** Faults of calls, once the credentials they are signed with are known. */
  calls(credentials: CredentialStore): GatewayFaults & HttpEndpointFaults;
  /** What the cloud does of itself while a fault is set: cutting sockets, firing schedules more often. */
  drive(parts: DrivenParts): void;
}

export interface DrivenParts {
  readonly cutSockets: (isChosen: (connection: number) => boolean) => number;
  readonly setScheduleEveryMs: (everyMs: number | undefined) => void;
}

export function createCloudFaults(
  options: FaultEngineOptions,
  credentials: () => CredentialStore,
): CloudFaults {
  const { clock } = options;
  const engine = createFaultEngine(options);
  const expiry = createExpiryFaults(engine, clock, credentials);
  const invocations = createInvocationFaults(engine, clock, expiry.hasExpired);
  return {
    engine,
    invocations,
    dataSources: createDataSourceFaults(engine, clock),
    realtime: createRealtimeFaults(engine),
    queries: createQueryFaults(engine),
    expiry,
    calls: (known) =>
      createCallFaults({ engine, clock, credentials: known, called: invocations.called }),
    drive({ cutSockets, setScheduleEveryMs }) {
      cutSocketsByFaults(engine, clock, cutSockets);
      engine.onChange((faults) => {
        const every = faults.find(({ spec }) => spec.point === 'schedules');
        setScheduleEveryMs(every?.spec.duration?.fromMs);
      });
    },
  };
}
