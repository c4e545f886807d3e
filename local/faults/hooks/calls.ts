import type { ServerResponse } from 'node:http';
import { Kind, parse } from 'graphql';
import type { GatewayFaults } from '../../gateway.ts';
import { sleep, type Clock } from '../../host.ts';
import type { HttpEndpointFaults } from '../../services/appsync/http/endpoint.ts';
import { sendRefusal } from '../../services/appsync/http/response.ts';
import type { CredentialStore } from '../../services/aws/credentials.ts';
import type { HttpFate } from '../../services/http-fate.ts';
import type { FaultEngine, Strike } from '../engine.ts';
import { errorOf, sendAwsError } from './aws-errors.ts';
import { nameCall } from './name-call.ts';
import { whoCalls, type Caller } from './who-calls.ts';

export interface CallFaultsOptions {
  readonly engine: FaultEngine;
  readonly clock: Clock;
  readonly credentials: CredentialStore;
  /** Told of every call a function has signed; `dies`: with this call. */
  readonly called: (accessKeyId: string) => 'dies' | 'goes on';
}

/** Faults of calls over HTTP: of AWS services, and of the GraphQL API. */
export function createCallFaults(options: CallFaultsOptions): GatewayFaults & HttpEndpointFaults {
  const { engine, clock, credentials, called } = options;
  return {
    onCall(service, request) {
      // A preflight is the browser's question, not a call.
      if (request.method === 'OPTIONS') return undefined;
      const { by, dies } = callerOf(request.headers.authorization);
      if (dies) return { kind: 'cutBefore' };
      if (!engine.isSet(service)) return undefined;
      const strike = engine.strike(service, { name: nameCall(service, request), by });
      return (
        strike &&
        fateOf(strike, (response) => sendAwsError(response, service, errorOf(strike.spec, service)))
      );
    },
    onRequest({ headers, bodyText }) {
      const { authorization } = headers as Readonly<Record<string, string | undefined>>;
      const { by, dies } = callerOf(authorization);
      if (dies) return { kind: 'cutBefore' };
      if (!engine.isSet('graphql')) return undefined;
      const strike = engine.strike('graphql', { name: nameOperation(bodyText), by });
      return strike && fateOf(strike, (response) => sendGraphqlFailure(response, strike));
    },
  };

  function callerOf(authorization: string | undefined): Caller & { readonly dies: boolean } {
    const caller = whoCalls(authorization, credentials);
    const { accessKeyId } = caller;
    return { ...caller, dies: accessKeyId !== undefined && called(accessKeyId) === 'dies' };
  }

  function fateOf(strike: Strike, send: (response: ServerResponse) => void): HttpFate {
    switch (strike.spec.action) {
      case 'hang':
        return { kind: 'hang', over: held(strike) };
      case 'cut-before':
        return { kind: 'cutBefore' };
      case 'cut-after':
        return { kind: 'cutAfter' };
      default:
        return { kind: 'answer', send };
    }
  }

  /** Over at its time, or when the faults are replaced. */
  function held({ durationMs }: Strike): Promise<void> {
    return sleep(clock, durationMs, engine.replaced).catch(() => undefined);
  }
}

// assumed: bodies of AppSync's own 5xx and 429 answers are not documented; clients go by the status
function sendGraphqlFailure(response: ServerResponse, { spec }: Strike): void {
  const status = spec.action === 'throttle' ? 429 : Number(spec.choice ?? 500);
  const [errorType, message] =
    status === 429
      ? ['TooManyRequestsException', 'Rate exceeded']
      : status === 503
        ? ['ServiceUnavailableException', 'Service unavailable']
        : ['InternalFailure', 'Internal failure'];
  sendRefusal(response, status, message, errorType);
}

/** `<query or mutation> <root fields>`; empty for what is no document. */
function nameOperation(bodyText: string): string {
  try {
    const { query, operationName } = JSON.parse(bodyText) as {
      query?: string;
      operationName?: string | null;
    };
    return parse(query ?? '', { noLocation: true })
      .definitions.flatMap((definition) => {
        if (definition.kind !== Kind.OPERATION_DEFINITION) return [];
        if (operationName && definition.name?.value !== operationName) return [];
        const fields = definition.selectionSet.selections.flatMap((selection) =>
          selection.kind === Kind.FIELD ? [selection.name.value] : [],
        );
        return [`${definition.operation} ${fields.join(' ')}`];
      })
      .join(' ');
  } catch {
    return '';
  }
}
