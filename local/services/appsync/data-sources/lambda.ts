import type { InvokeResult } from '../../lambda/types.ts';
import type { DataSource, DataSourceOutcome } from '../types.ts';
import { mappingError, missingMember } from './mapping-error.ts';

/** What a Lambda data source asks of the Lambda service. */
export interface FunctionInvoker {
  invoke(
    functionArn: string,
    payloadJson: string,
    options: { type: 'RequestResponse' | 'Event'; signal?: AbortSignal },
  ): Promise<InvokeResult>;
}

/**
 * Invokes a function with exactly the request's payload; a batch is an array of payloads.
 * documented: https://docs.aws.amazon.com/appsync/latest/devguide/resolver-reference-lambda-js.html
 */
export function createLambdaDataSource(
  name: string,
  functionArn: string,
  lambda: FunctionInvoker,
): DataSource {
  return {
    name,
    type: 'AWS_LAMBDA',
    async invoke(request, signal): Promise<DataSourceOutcome> {
      const refused = refuse(request);
      if (refused) return refused;
      const type = request.invocationType === 'Event' ? 'Event' : 'RequestResponse';
      const payloadJson = JSON.stringify(request.payload ?? null);
      const abort = signal ? { signal } : {};
      return toOutcome(await lambda.invoke(functionArn, payloadJson, { type, ...abort }));
    },
  };
}

/** The mistakes AppSync finds in the request object itself. */
// observed: aws/aws-appsync-community#100 (the type MappingTemplate); assumed: which mistakes it finds
function refuse(request: Readonly<Record<string, unknown>>): DataSourceOutcome | undefined {
  const { operation, invocationType } = request;
  if (operation === undefined) return missingMember('operation');
  if (operation !== 'Invoke' && operation !== 'BatchInvoke') {
    return mappingError(`Unsupported operation '${JSON.stringify(operation)}'.`);
  }
  if (!['Event', 'RequestResponse', undefined].includes(invocationType as string | undefined)) {
    return mappingError(`Unsupported invocationType '${String(invocationType)}'.`);
  }
  return undefined;
}

/** A function that throws is `Lambda:Unhandled`, or its own type when the sandbox ended it. */
// observed: aws-appsync-community#209 (Lambda:Unhandled), #386 (Sandbox.Timedout)
function toOutcome(answer: InvokeResult): DataSourceOutcome {
  if (answer.kind === 'accepted') return { result: null };
  if (answer.kind === 'refused') {
    const { errorType, message } = answer.refusal;
    return { result: null, error: { type: `Lambda:${errorType}`, message } };
  }
  const result: unknown = JSON.parse(answer.payload);
  if (!answer.functionError) return { result };
  const { errorMessage, errorType } = result as { errorMessage?: string; errorType?: string };
  const type = errorType?.startsWith('Sandbox.') ? errorType : `Lambda:${answer.functionError}`;
  return {
    result: null,
    error: {
      type,
      message: errorMessage ?? 'Unhandled',
      ...(errorType === undefined ? {} : { functionErrorType: errorType }),
    },
  };
}
