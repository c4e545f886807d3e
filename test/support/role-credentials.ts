import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import path from 'node:path';
import type { LocalCloud } from '../../local/index.ts';
import type { FunctionConfig } from '../../local/services/lambda/types.ts';
import { ROOT_CREDENTIALS } from './cloud.ts';

export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** The credentials Lambda gives a function of this role: a further function of the role is asked for its own. */
export async function credentialsOf(
  { services, awsOrigin }: LocalCloud,
  like: FunctionConfig,
): Promise<RoleCredentials> {
  const name = `credentials-of-${like.name}`.slice(0, 64);
  services.lambda.createFunction({
    ...like,
    name,
    arn: like.arn.replace(like.name, name),
    codeDirectory: path.resolve('test/support/credentials'),
    handler: 'index.handler',
  });
  const lambda = new LambdaClient({
    endpoint: awsOrigin,
    region: 'us-east-1',
    credentials: ROOT_CREDENTIALS,
  });
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: name }));
  lambda.destroy();
  return JSON.parse(Buffer.from(Payload ?? []).toString()) as RoleCredentials;
}
