/**
 * The handler's second argument.
 * @param {import('./messages.ts').InvokeMessage} message
 */
export function createContext({ requestId, deadlineMs, invokedFunctionArn, clientContext }) {
  // documented: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html
  return {
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    // A string, whatever the documentation's example suggests.
    // observed: aws/aws-lambda-nodejs-runtime-interface-client, src/context/context-builder.ts
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext,
    identity: undefined,
    invokedFunctionArn,
    awsRequestId: requestId,
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  };
}
