/** The sign-in service's refusals that have words of their own here. */
const WORDS: Readonly<Record<string, string>> = {
  NotAuthorizedException: 'The e-mail or the password is wrong.',
  UserNotFoundException: 'The e-mail or the password is wrong.',
  EmptySignInUsername: 'Enter your e-mail.',
  EmptySignInPassword: 'Enter your password.',
  UsernameExistsException:
    'There is an account with this e-mail already. Sign in, or set its password anew.',
  CodeMismatchException: 'That is not the code. Look again, or ask for a new one.',
  ExpiredCodeException: 'That code is not valid any more. Ask for a new one.',
  CodeDeliveryFailureException: 'The code could not be sent. Check the e-mail and try again.',
  TooManyRequestsException: 'Too many tries. Wait a minute and try again.',
  LimitExceededException: 'Too many tries. Wait a minute and try again.',
  NetworkError: 'The sign-in service could not be reached. Check your connection and try again.',
};

/** Refusals whose own message tells the reader more than ours could. */
const TELLING = new Set([
  'InvalidPasswordException',
  'InvalidParameterException',
  'PasswordHistoryPolicyViolationException',
]);
const SAYS_MORE = /disabled|exceeded|expired/i;

/** Why signing in failed and what to do, in words for people. */
export function signInProblem(thrown: unknown): string {
  const { name = '', message = '' } = (thrown ?? {}) as { name?: string; message?: string };
  if (TELLING.has(name)) return message;
  // A blocked account, too many tries and a stale temporary password all come under the one name.
  if (name === 'NotAuthorizedException' && SAYS_MORE.test(message)) return message;
  return WORDS[name] ?? 'Signing in did not work. Try again.';
}

/** What to say when the account needs a step that this page does not have. */
export function stepProblem(step: string): string {
  const name = step.toLowerCase().replaceAll('_', ' ');
  return `Your account needs a step this page does not have: ${name}. Ask the person who runs this service.`;
}
