import { readFileSync } from 'node:fs';

/** Where `npm run deploy` keeps what CloudFormation said of the stack. */
export const OUTPUTS_FILE = '.local/deployed.json';

/** A stack's outputs, by their names. */
export type StackOutputs = Readonly<Record<string, string>>;

/** What the last deployment from this checkout said; throws, with what to do, when there was none. */
export function readOutputs(file: string): { stackName: string; outputs: StackOutputs } {
  const text = readText(file);
  const [stackName, outputs] =
    Object.entries(JSON.parse(text) as Record<string, StackOutputs>)[0] ?? [];
  if (stackName === undefined || outputs === undefined) throw new Error(`${file} names no stack.`);
  return { stackName, outputs };
}

/** An output that must be there. */
export function requireOutput(outputs: StackOutputs, name: string): string {
  const value = outputs[name];
  if (value === undefined) throw new Error(`The stack has no output ${name}; deploy it again.`);
  return value;
}

/**
 * The deployed stack as Amplify's configuration file.
 * documented: https://docs.amplify.aws/react/reference/amplify_outputs/
 */
export function amplifyOutputsOf(outputs: StackOutputs) {
  const region = requireOutput(outputs, 'Region');
  return {
    version: '1.4',
    auth: {
      aws_region: region,
      user_pool_id: requireOutput(outputs, 'UserPoolId'),
      user_pool_client_id: requireOutput(outputs, 'UserPoolClientId'),
      username_attributes: ['email'],
    },
    data: {
      aws_region: region,
      url: requireOutput(outputs, 'GraphqlUrl'),
      default_authorization_type: 'AMAZON_COGNITO_USER_POOLS',
      authorization_types: ['AWS_IAM'],
    },
  };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Error(
      `${file} is not there: nothing was deployed from this checkout. ` +
        `npx cdk deploy --outputs-file ${file} writes it and changes nothing that is deployed.`,
      { cause },
    );
  }
}
