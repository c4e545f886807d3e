import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { AWS_CODES } from '../catalogue.ts';
import type { FaultSpec } from '../fault-spec.ts';

/** A service whose calls can be failed. */
export type FailingService = keyof typeof AWS_CODES;

/** An error as a service states it. */
export interface AwsError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const THROTTLED: Readonly<Record<FailingService, string>> = {
  s3: 'SlowDown',
  dynamodb: 'ProvisionedThroughputExceededException',
  lambda: 'TooManyRequestsException',
  cognito: 'TooManyRequestsException',
  eventbridge: 'ThrottlingException',
  athena: 'TooManyRequestsException',
  glue: 'ThrottlingException',
};

// documented: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
// documented: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
// documented: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors
// documented: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html
// documented: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
// documented: https://docs.aws.amazon.com/athena/latest/APIReference/API_StartQueryExecution.html#API_StartQueryExecution_Errors
// documented: https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-exceptions.html
const ERRORS: Readonly<Record<string, readonly [status: number, message: string]>> = {
  InternalError: [500, 'We encountered an internal error. Please try again.'],
  SlowDown: [503, 'Please reduce your request rate.'],
  ServiceUnavailable: [503, 'Service is unable to handle request.'],
  InternalServerError: [500, 'Internal server error'],
  ProvisionedThroughputExceededException: [
    400,
    'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
  ],
  ThrottlingException: [400, 'Rate of requests exceeds the allowed throughput.'],
  RequestLimitExceeded: [400, 'Throughput exceeds the current throughput limit for your account.'],
  ServiceException: [500, 'An error occurred and the request cannot be processed.'],
  TooManyRequestsException: [429, 'Rate Exceeded.'],
  InternalErrorException: [500, 'Internal error'],
  InternalException: [500, 'Internal error'],
  InternalServerException: [500, 'Internal server error'],
  InternalServiceException: [500, 'Internal service error'],
};

/** The error a fault's `fail` or `throttle` means at a service. */
export function errorOf(spec: FaultSpec, service: FailingService): AwsError {
  const code =
    spec.action === 'throttle' ? THROTTLED[service] : (spec.choice ?? AWS_CODES[service][0]);
  const [status, message] = ERRORS[code] ?? [500, 'Internal error'];
  // documented: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html and Athena's page above (400, where Lambda has 429)
  const isThrottle = service !== 'lambda' && code === 'TooManyRequestsException';
  return { status: isThrottle ? 400 : status, code, message };
}

/** Answers in the service's own form, so that the SDK does with it what it does on AWS. */
export function sendAwsError(
  response: ServerResponse,
  service: FailingService,
  { status, code, message }: AwsError,
): void {
  const requestId = randomUUID();
  if (service === 's3') {
    const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message><RequestId>${requestId}</RequestId><HostId>local</HostId></Error>`;
    response.writeHead(status, {
      'content-type': 'application/xml',
      'x-amz-request-id': requestId,
    });
    response.end(body);
    return;
  }
  const type = service === 'dynamodb' ? `com.amazonaws.dynamodb.v20120810#${code}` : code;
  response.writeHead(status, {
    'content-type': service === 'lambda' ? 'application/json' : 'application/x-amz-json-1.1',
    'x-amzn-requestid': requestId,
    ...(service === 'dynamodb' ? {} : { 'x-amzn-errortype': code }),
    // Browsers sign in with Cognito: what they may not read looks like a broken network to them.
    ...(service === 'cognito' ? { 'access-control-allow-origin': '*' } : {}),
  });
  response.end(
    JSON.stringify(service === 'lambda' ? { Type: 'User', message } : { __type: type, message }),
  );
}
