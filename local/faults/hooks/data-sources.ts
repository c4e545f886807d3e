import { sleep, type Clock } from '../../host.ts';
import type { DynamoDbCall } from '../../services/appsync/data-sources/dynamodb-failures.ts';
import type { FunctionInvoker } from '../../services/appsync/data-sources/lambda.ts';
import type { PutEvents } from '../../services/events/entry.ts';
import type { FaultPointName } from '../catalogue.ts';
import type { FaultEngine, Strike } from '../engine.ts';
import { errorOf, type AwsError } from './aws-errors.ts';

/** The calls resolvers make through their data sources, with faults between. */
export interface DataSourceFaults {
  dynamodb(call: DynamoDbCall): DynamoDbCall;
  lambda(invoker: FunctionInvoker): FunctionInvoker;
  eventBridge(eventBusArn: string, put: PutEvents): PutEvents;
}

export function createDataSourceFaults(engine: FaultEngine, clock: Clock): DataSourceFaults {
  return {
    dynamodb: (call) => async (operation, input) => {
      const name = `${operation} ${input.TableName as string}`;
      return meet(
        'dynamodb-source',
        name,
        () => call(operation, input),
        (strike) => {
          const { status, code, message } = errorOf(strike.spec, 'dynamodb');
          return { status, body: { __type: `com.amazonaws.dynamodb.v20120810#${code}`, message } };
        },
      );
    },
    lambda: (invoker) => ({
      invoke(functionArn, payloadJson, options) {
        const name = `Invoke ${functionArn.split(':').at(-1) ?? functionArn}`;
        const invoke = () => invoker.invoke(functionArn, payloadJson, options);
        return meet('lambda-source', name, invoke, (strike) =>
          refused(errorOf(strike.spec, 'lambda')),
        );
      },
    }),
    eventBridge: (eventBusArn, put) => (entries) => {
      const name = `PutEvents ${eventBusArn.split('/').at(-1) ?? eventBusArn}`;
      return meet(
        'eventbridge-source',
        name,
        () => put(entries),
        (strike) => {
          const { code, message } = errorOf(strike.spec, 'eventbridge');
          throw Object.assign(new Error(message), { name: code });
        },
      );
    },
  };

  async function meet<T>(
    point: FaultPointName,
    name: string,
    call: () => Promise<T>,
    fail: (strike: Strike) => T,
  ): Promise<T> {
    if (!engine.isSet(point)) return call();
    const strike = engine.strike(point, { name, by: 'resolver' });
    if (!strike) return call();
    switch (strike.spec.action) {
      case 'hang':
        await sleep(clock, strike.durationMs, engine.replaced).catch(() => undefined);
        return call();
      case 'cut-after':
        await call();
        return fail(strike);
      default:
        return fail(strike);
    }
  }
}

function refused({ status, code, message }: AwsError) {
  return {
    kind: 'refused',
    statusCode: status,
    requestId: '',
    refusal: { statusCode: status, errorType: code, message, body: { message } },
  } as const;
}
