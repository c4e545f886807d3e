import { signIn } from 'aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import { ConsoleLogger } from 'aws-amplify/utils';
import { ReportUnavailableError } from '../errors.ts';
import type { AmplifyOutputs, DemoUser } from '../outputs.ts';
import { CliError } from './cli-error.ts';
import { EXIT_NO_SERVICE } from './exit-codes.ts';
import type { CommonOptions } from './task.ts';

/** Names of Amplify's and Cognito's errors. observed: aws-amplify 6.22.1 */
const WRONG_CREDENTIALS = new Set(['NotAuthorizedException', 'UserNotFoundException']);
const NETWORK = 'NetworkError';

/** Signs in by SRP, tokens in this process only: the password never travels, nothing is left behind. */
export async function signInAs({ username, password }: DemoUser): Promise<void> {
  cognitoUserPoolsTokenProvider.setKeyValueStorage(createMemoryStore());
  const { nextStep } = await signIn({ username, password }).catch((cause: unknown) => {
    throw signInError(username, cause as Error);
  });
  if (nextStep.signInStep === 'DONE') return;
  throw notSignedIn(
    `${username} has to finish signing in on the page first (${nextStep.signInStep}).`,
  );
}

/** Keeps Amplify's warnings off the terminal: it has one for every user pool that is not at AWS's own address. */
export function silenceAmplify(): void {
  ConsoleLogger.LOG_LEVEL = 'ERROR';
}

/** Who to be: as the options say, else the demo user, else as the environment says; throws `CliError` otherwise. */
export function chooseUser(
  outputs: AmplifyOutputs,
  options: Pick<CommonOptions, 'user' | 'password'>,
  env: Readonly<Record<string, string | undefined>>,
): DemoUser {
  const demo = outputs.custom?.demo_user;
  if (options.user === undefined && options.password === undefined && demo) return demo;
  const isDemo = demo !== undefined && options.user === demo.username;
  const username = options.user ?? env.REPORTS_USER;
  const password = options.password ?? (isDemo ? demo.password : env.REPORTS_PASSWORD);
  if (username !== undefined && password !== undefined) return { username, password };
  throw notSignedIn(
    'Say who you are: --user and --password, or REPORTS_USER and REPORTS_PASSWORD in the environment.',
  );
}

function signInError(username: string, cause: Error): Error {
  if (WRONG_CREDENTIALS.has(cause.name)) {
    return notSignedIn(`${username} cannot sign in: wrong user name or password.`, cause);
  }
  if (cause.name === NETWORK) {
    return new ReportUnavailableError('The user pool could not be reached.', { cause });
  }
  return notSignedIn(`${username} cannot sign in: ${cause.message}`, cause);
}

function notSignedIn(message: string, cause?: unknown): CliError {
  return new CliError(message, { exitCode: EXIT_NO_SERVICE, cause });
}

function createMemoryStore() {
  const values = new Map<string, string>();
  return {
    setItem: (key: string, value: string) => Promise.resolve(void values.set(key, value)),
    getItem: (key: string) => Promise.resolve(values.get(key) ?? null),
    removeItem: (key: string) => Promise.resolve(void values.delete(key)),
    clear: () => Promise.resolve(values.clear()),
  };
}
