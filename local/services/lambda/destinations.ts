import type { Log } from '../../host.ts';
import { accessDeniedMessage } from '../aws/iam/words.ts';
import { functionPrincipal } from './environment-variables.ts';
import { asyncConfigOf } from './function-config.ts';
import type {
  FunctionConfig,
  InvocationRecord,
  InvokeResult,
  LambdaServiceOptions,
} from './types.ts';

type DestinationOptions = Pick<LambdaServiceOptions, 'accountId' | 'authorize' | 'deliver'> & {
  readonly log: Log;
  readonly invokeEvent: (functionArn: string, payload: string) => Promise<InvokeResult>;
};

/**
 * Returns what sends a record where its function says: asynchronously to a Lambda function, or by `deliver`. It rejects when
 * the destination does not take the record; Lambda does not try again.
 */
export function createDestinations(options: DestinationOptions) {
  return async function report(config: FunctionConfig, record: InvocationRecord): Promise<void> {
    const { onSuccess, onFailure } = asyncConfigOf(config);
    const destination = record.requestContext.condition === 'Success' ? onSuccess : onFailure;
    if (destination === undefined) return;
    if (!/^arn:[^:]+:lambda:/.test(destination)) {
      if (!options.deliver) throw new Error(`nothing delivers to ${destination}`);
      return options.deliver(destination, record);
    }
    // documented: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html (the function's role needs
    // lambda:InvokeFunction)
    const principal = functionPrincipal(config, options.accountId);
    const denial = options.authorize?.(principal, 'lambda:InvokeFunction', destination);
    if (denial) {
      throw new Error(
        accessDeniedMessage(principal.arn, 'lambda:InvokeFunction', destination, denial),
      );
    }
    const result = await options.invokeEvent(destination, JSON.stringify(record));
    if (result.kind === 'refused') throw new Error(result.refusal.message);
  };
}
