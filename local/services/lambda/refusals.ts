import type { Denial } from '../aws/iam/types.ts';
import { accessDeniedMessage } from '../aws/iam/words.ts';
import type { Refusal } from './types.ts';

/** `Function not found`, for the ARN the request came down to. */
export function functionNotFound(arn: string): Refusal {
  // documented: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
  return refusal(404, 'ResourceNotFoundException', `Function not found: ${arn}`);
}

/** A function name no Lambda function can have. */
export function invalidFunctionName(value: string, pattern = 'a function name or ARN'): Refusal {
  // assumed: the wording of AWS's request validation, with the pattern left out
  const message = `1 validation error detected: Value '${value}' at 'functionName' failed to satisfy constraint: Member must be ${pattern}`;
  return refusal(400, 'ValidationException', message, 'message');
}

export function invalidParameter(message: string): Refusal {
  return refusal(400, 'InvalidParameterValueException', message, 'message');
}

/** The payload is not JSON. */
export function payloadNotJson(reason: string): Refusal {
  // observed: https://github.com/awsdocs/aws-lambda-developer-guide/issues/382
  // assumed: the reason itself is this machine's JSON parser's
  const message = `Could not parse request body into json: Could not parse payload into json: ${reason}`;
  return refusal(400, 'InvalidRequestContentException', message);
}

// observed: https://github.com/awslabs/aws-athena-query-federation/issues/793 (words, status and type)
/** The request is over what the API takes. */
export function requestTooLarge(limitBytes: number): Refusal {
  const message = `Request must be smaller than ${limitBytes} bytes for the InvokeFunction operation`;
  return refusal(413, 'RequestEntityTooLargeException', message, 'message');
}

// observed: https://github.com/ASFHyP3/hyp3/issues/2241 (words and type, when 262,144 was the limit)
/** The payload is over what an asynchronous invocation takes. */
export function eventTooLarge(payloadBytes: number, limitBytes: number): Refusal {
  const message = `${payloadBytes} byte payload is too large for the Event invocation type (limit ${limitBytes} bytes)`;
  return refusal(413, 'RequestEntityTooLargeException', message, 'message');
}

export type ThrottleReason =
  'ReservedFunctionConcurrentInvocationLimitExceeded' | 'ConcurrentInvocationLimitExceeded';

export function tooManyRequests(reason: ThrottleReason): Refusal {
  // observed: https://github.com/alexcasalboni/aws-lambda-power-tuning/issues/133 (the words), erlcloud's tests (the body)
  const message = 'Rate Exceeded.';
  return {
    statusCode: 429,
    errorType: 'TooManyRequestsException',
    message,
    body: { Reason: reason, Type: 'User', message },
  };
}

export function accessDenied(
  principalArn: string,
  action: string,
  resourceArn: string,
  denial: Denial,
): Refusal {
  const message = accessDeniedMessage(principalArn, action, resourceArn, denial);
  return {
    statusCode: 403,
    errorType: 'AccessDeniedException',
    message,
    body: { Message: message },
  };
}

/** An operation of the Lambda API that this service does not have. */
export function unknownOperation(method: string, path: string): Refusal {
  const message = `The local Lambda service does not have the operation ${method} ${path}`;
  return { statusCode: 404, errorType: 'UnknownOperationException', message, body: { message } };
}

/** The service itself failed; details are in its log. */
export function serviceException(message: string): Refusal {
  return {
    statusCode: 500,
    errorType: 'ServiceException',
    message,
    body: { Type: 'Service', Message: message },
  };
}

function refusal(
  statusCode: number,
  errorType: string,
  message: string,
  key: 'Message' | 'message' = 'Message',
): Refusal {
  return { statusCode, errorType, message, body: { Type: 'User', [key]: message } };
}
