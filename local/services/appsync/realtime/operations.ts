import type { AppSyncError } from '../types.ts';
import { checkStart, type CheckParts } from './checks.ts';
import {
  completeFrame,
  dataFramePrefix,
  errorFrame,
  startAckFrame,
  type StartFrame,
} from './frames.ts';
import type { Handshake } from './handshake.ts';
import type { RealtimeLimits } from './limits.ts';
import type { LiveSubscription, Outlet } from './live-subscription.ts';
import type { SubscriptionRegistry } from './registry.ts';
import type { SharedProjections } from './shared-projections.ts';

/** The subscriptions of one connection, by their ids. */
export interface Operations {
  start(frame: StartFrame): void;
  stop(id: string): void;
  /** Forgets all of them without a word, as a closed connection does. */
  end(): void;
}

/** What the operations of a connection are made of. */
export interface OperationsParts extends CheckParts {
  readonly registry: SubscriptionRegistry;
  readonly projections: SharedProjections;
  readonly limits: RealtimeLimits;
}

interface Operation {
  readonly abort: AbortController;
  /** Absent while the start is being checked. */
  subscription?: LiveSubscription;
}

/** The operations of the connection `outlet`, none yet. */
export function createOperations(
  outlet: Outlet,
  handshake: Handshake,
  parts: OperationsParts,
): Operations {
  const { registry, projections, limits, log } = parts;
  const operations = new Map<string, Operation>();
  let checks = 0; // those of operations stopped meanwhile included

  return {
    start(frame) {
      const refusal = refuse(frame.id);
      if (refusal) reject(frame.id, [refusal]);
      else void check(frame);
    },
    stop(id) {
      const operation = operations.get(id);
      if (!operation) {
        reject(id, [unknownOperation(id)]);
        return;
      }
      // assumed: a start that is still being checked is stopped like any other, and never acknowledged
      forget(id, operation);
      outlet.send(completeFrame(id));
    },
    end() {
      for (const [id, operation] of operations) forget(id, operation);
    },
  };

  function refuse(id: string): AppSyncError | undefined {
    if (operations.has(id)) return duplicatedOperation(id);
    const { maxSubscriptionsPerConnection: max } = limits;
    if (operations.size >= max) return maxSubscriptionsReached(max);
    // A client that starts and stops in a loop would otherwise have any number of checks running.
    return checks >= max ? LIMIT_EXCEEDED : undefined;
  }

  async function check(frame: StartFrame): Promise<void> {
    const operation: Operation = { abort: new AbortController() };
    operations.set(frame.id, operation);
    checks++;
    const outcome = await checkStart(frame, handshake, operation.abort.signal, parts);
    checks--;
    // Stopped or disconnected meanwhile; the id may even belong to another operation by now.
    if (operations.get(frame.id) !== operation) return;
    if ('errors' in outcome) {
      forget(frame.id, operation);
      reject(frame.id, outcome.errors);
      return;
    }
    const { id } = frame;
    operation.subscription = {
      id,
      accepted: projections.share(outcome.accepted),
      outlet,
      dataPrefix: dataFramePrefix(id),
    };
    registry.add(operation.subscription);
    log.info('subscription started', {
      connection: outlet.number,
      id,
      field: outcome.accepted.fieldName,
    });
    outlet.send(startAckFrame(id));
  }

  function forget(id: string, operation: Operation): void {
    operations.delete(id);
    const { subscription, abort } = operation;
    if (!subscription) return abort.abort();
    registry.remove(subscription);
    projections.release(subscription.accepted);
  }

  function reject(id: string, errors: readonly AppSyncError[]): void {
    log.info('subscription refused', {
      connection: outlet.number,
      id,
      reason: errors[0]?.message,
    });
    // assumed: every refusal names its id; in amplify-js#12818 the error found its subscription by one
    outlet.send(errorFrame(id, errors));
  }
}

function duplicatedOperation(id: string): AppSyncError {
  // observed: amplify-js#12818
  return { errorType: 'DuplicatedOperationError', message: `Duplicated operation with id ${id}` };
}

function unknownOperation(id: string): AppSyncError {
  // assumed: the twin of the duplicate's error; no capture of the service's answer is known
  return { errorType: 'UnknownOperationError', message: `Unknown operation id ${id}` };
}

function maxSubscriptionsReached(max: number): AppSyncError {
  // observed: amplify-js#5050 and #7036, with 50 and 100; `errors` was an object then
  // assumed: a list as in every other frame, which all current clients read
  return {
    errorType: 'MaxSubscriptionsReachedError',
    message: `Max number of ${max} subscriptions reached`,
  };
}

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html
// observed: aws-appsync-realtime-client-ios#67, in 2022, had no id and an object for `errors`
// assumed: today's shape is the documented one; the rate at which the service says so is unknown, here it is checks running at once
const LIMIT_EXCEEDED: AppSyncError = {
  errorType: 'LimitExceededError',
  message: 'Rate limit exceeded',
};
