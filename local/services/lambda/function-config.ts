import { LocalError } from '../../errors.ts';
import {
  EVENT_AGE_RANGE_MS,
  MAX_ENVIRONMENT_BYTES,
  MAX_RETRY_ATTEMPTS,
  MEMORY_RANGE_MB,
  TIMEOUT_RANGE_MS,
} from './limits.ts';
import type { AsyncConfig, FunctionConfig } from './types.ts';

// documented: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html (reserved environment variables)
const RESERVED_VARIABLES = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
]);

/** Throws `ERR_TEMPLATE_INVALID` naming the function for what Lambda would refuse to create. */
export function checkFunctionConfig(config: FunctionConfig): void {
  const refuse = (why: string): never => {
    throw new LocalError('ERR_TEMPLATE_INVALID', `Lambda function ${config.name}: ${why}`);
  };
  if (!/^[A-Za-z0-9-_]{1,64}$/.test(config.name)) refuse('the name has characters Lambda refuses');
  if (!isWithin(config.timeoutMs, TIMEOUT_RANGE_MS)) refuse('Timeout is 1 to 900 seconds');
  if (!isWithin(config.memoryMb, MEMORY_RANGE_MB)) refuse('MemorySize is 128 to 10240 MB');
  const reserved = Object.keys(config.environment).filter((name) => RESERVED_VARIABLES.has(name));
  if (reserved.length > 0)
    refuse(`environment variables reserved by Lambda: ${reserved.join(', ')}`);
  const environmentBytes = Buffer.byteLength(JSON.stringify(config.environment));
  if (environmentBytes > MAX_ENVIRONMENT_BYTES) {
    refuse(`environment variables take ${environmentBytes} bytes, the limit is 4 KB`);
  }
  const { maximumRetryAttempts, maximumEventAgeMs } = asyncConfigOf(config);
  if (!isWithin(maximumRetryAttempts, [0, MAX_RETRY_ATTEMPTS]))
    refuse('MaximumRetryAttempts is 0 to 2');
  if (!isWithin(maximumEventAgeMs, EVENT_AGE_RANGE_MS)) {
    refuse('MaximumEventAgeInSeconds is 60 to 21600');
  }
}

/** A function's asynchronous settings with Lambda's defaults. */
export function asyncConfigOf({ asyncConfig = {} }: FunctionConfig): AsyncConfig {
  return {
    ...asyncConfig,
    maximumRetryAttempts: asyncConfig.maximumRetryAttempts ?? MAX_RETRY_ATTEMPTS,
    maximumEventAgeMs: asyncConfig.maximumEventAgeMs ?? EVENT_AGE_RANGE_MS[1],
  };
}

/** A function as GetFunctionConfiguration shows it. */
export function describeFunction(config: FunctionConfig): Record<string, unknown> {
  return {
    FunctionName: config.name,
    FunctionArn: config.arn,
    Runtime: config.runtime,
    Role: config.roleArn,
    Handler: config.handler,
    Description: config.description ?? '',
    Timeout: config.timeoutMs / 1000,
    MemorySize: config.memoryMb,
    Version: '$LATEST',
    Environment: { Variables: config.environment },
    TracingConfig: { Mode: 'PassThrough' },
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: [process.arch === 'arm64' ? 'arm64' : 'x86_64'],
    EphemeralStorage: { Size: 512 },
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${config.name}` },
  };
}

function isWithin(value: number, [least, most]: readonly [number, number]): boolean {
  return Number.isFinite(value) && value >= least && value <= most;
}
