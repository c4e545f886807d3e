import { randomUUID } from 'node:crypto';
import type { DataSourceOutcome } from '../types.ts';

/** One operation on the DynamoDB wire. */
export type DynamoDbCall = (
  operation: string,
  input: Record<string, unknown>,
) => Promise<{ status: number; body: Record<string, unknown> }>;

/** Why an operation failed, as `ctx.error` has it. */
export interface Failure {
  readonly type: string;
  readonly message: string;
}

/** The failure of an answer, in the SDK's wording, which AppSync passes on. */
export function toFailure(status: number, body: Readonly<Record<string, unknown>>): Failure {
  const { __type = 'InternalServerError', message = body.Message ?? '' } = body as {
    __type?: string;
    message?: string;
  };
  return failureOf(__type.split('#').at(-1) ?? '', message as string, status);
}

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/js-aws-appsync-resolver-reference-dynamodb-condition-expressions.html
/** A failure of DynamoDB's by its code. */
export function failureOf(code: string, message: string, status = 400): Failure {
  // observed: https://github.com/aws-amplify/amplify-backend/issues/2969 (words); an Amplify sample's README has the type
  if (code === 'AccessDeniedException') {
    const request = `Service: DynamoDb, Status Code: ${status}, Request ID: ${randomUUID()}`;
    return {
      type: 'DynamoDB:DynamoDbException',
      message: `${message} (${request}) (SDK Attempt Count: 1)`,
    };
  }
  const details = `Service: AmazonDynamoDBv2; Status Code: ${status}; Error Code: ${code}; Request ID: ${randomUUID()}`;
  return { type: `DynamoDB:${code}`, message: `${message} (${details})` };
}

/** An outcome without a result. */
export function failed(error: Failure): DataSourceOutcome {
  return { result: null, error };
}
