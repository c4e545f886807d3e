import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { CredentialStore, Principal } from '../aws/credentials.ts';
import type { FunctionConfig } from './types.ts';

/** What an environment's variables are made of. */
export interface VariableSources {
  readonly config: FunctionConfig;
  readonly region: string;
  readonly accountId: string;
  readonly credentials: CredentialStore;
  readonly endpoints: Readonly<Record<string, string>>;
  /** The environment's own. */
  readonly temporaryDirectory: string;
  readonly nowMs: number;
}

/** The whole environment of a function's process: what Lambda gives, the endpoints, and the function's own. */
export function createEnvironmentVariables(sources: VariableSources): Record<string, string> {
  const { config, region, accountId, temporaryDirectory } = sources;
  const credentials = sources.credentials.issue(functionPrincipal(config, accountId));
  return {
    ...sources.endpoints,
    ...config.environment,
    // documented: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
    _HANDLER: config.handler,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${config.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: config.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(config.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${config.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: createLogStreamName(sources.nowMs),
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken === undefined
      ? {}
      : { AWS_SESSION_TOKEN: credentials.sessionToken }),
    LAMBDA_TASK_ROOT: config.codeDirectory,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    // Every environment has a /tmp of its own on AWS; here that is what os.tmpdir() says.
    TMPDIR: temporaryDirectory,
    // Not on AWS: without them the SDK would read the developer's own profile. HOME is absent there and here.
    AWS_CONFIG_FILE: join(temporaryDirectory, '.aws-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(temporaryDirectory, '.aws-credentials'),
  };
}

/** Who a function is when it calls other services. */
export function functionPrincipal(config: FunctionConfig, accountId: string): Principal {
  const roleName = config.roleArn.slice(config.roleArn.lastIndexOf('/') + 1);
  // documented: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html (AROA: a role's unique id)
  const roleId = `AROA${createHash('sha256').update(config.roleArn).digest('hex').slice(0, 17).toUpperCase()}`;
  return {
    arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${config.name}`,
    accountId,
    roleArn: config.roleArn,
    userId: `${roleId}:${config.name}`,
    functionArn: config.arn,
  };
}

function createLogStreamName(nowMs: number): string {
  const day = new Date(nowMs).toISOString().slice(0, 10).replaceAll('-', '/');
  return `${day}/[$LATEST]${randomBytes(16).toString('hex')}`;
}
