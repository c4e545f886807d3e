import { signIn, signOut } from 'aws-amplify/auth';
import { stepProblem } from './sign-in-problem.ts';
import type { StepProps } from './step.ts';

/** Signs in and goes to the form the account needs next; returns what is wrong, if anything. */
export async function enter({
  email,
  password,
  onSignedIn,
  onStep,
}: StepProps): Promise<string | undefined> {
  const { nextStep } = await startSignIn(email.trim(), password);
  switch (nextStep.signInStep) {
    case 'DONE':
      await onSignedIn();
      return undefined;
    case 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED':
      onStep('new-password');
      return undefined;
    case 'CONFIRM_SIGN_UP':
      onStep('confirm', 'This account is not confirmed yet. Enter its code, or ask for a new one.');
      return undefined;
    case 'RESET_PASSWORD':
      onStep('forgotten', 'Your password has to be set anew.');
      return undefined;
    default:
      return stepProblem(nextStep.signInStep);
  }
}

/** Signs in; tokens left from another session are in the way and go first. */
async function startSignIn(username: string, password: string) {
  try {
    return await signIn({ username, password });
  } catch (error) {
    if ((error as Error).name !== 'UserAlreadyAuthenticatedException') throw error;
    await signOut();
    return signIn({ username, password });
  }
}
