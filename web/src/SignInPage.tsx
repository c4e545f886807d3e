import { signIn, signOut } from 'aws-amplify/auth';
import { useState, type SubmitEvent } from 'react';
import type { DemoUser } from '../../client/index.ts';
import { Brand } from './Brand.tsx';
import { NewPasswordForm } from './NewPasswordForm.tsx';
import { signInProblem, stepProblem } from './sign-in-problem.ts';
import { SubmitButton } from './SubmitButton.tsx';
import { TextField } from './TextField.tsx';

interface SignInPageProps {
  /** Somebody anybody may sign in as: filled in when the configuration has one. */
  readonly demoUser: DemoUser | undefined;
  /** Why the reader is here again. */
  readonly notice: string | undefined;
  readonly onSignedIn: () => Promise<void>;
}

/** Signs the reader in by e-mail and password; people an administrator has just added choose a new password. */
export function SignInPage({ demoUser, notice, onSignedIn }: SignInPageProps) {
  const [email, setEmail] = useState(demoUser?.username ?? '');
  const [password, setPassword] = useState(demoUser?.password ?? '');
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const [mustChoose, setMustChoose] = useState(false);

  async function submit(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const { nextStep } = await startSignIn(email.trim(), password);
      if (nextStep.signInStep === 'DONE') await onSignedIn();
      else if (nextStep.signInStep === 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED') {
        setMustChoose(true);
      } else setProblem(stepProblem(nextStep.signInStep));
    } catch (error) {
      setProblem(signInProblem(error));
    }
    setBusy(false);
  }

  return (
    <main className="entrance">
      <p>
        <Brand />
        <span className="help">Order a report, leave, come back to the file.</span>
      </p>
      <section className="card" aria-labelledby="sign-in">
        <h1 id="sign-in">{mustChoose ? 'Choose a new password' : 'Sign in'}</h1>
        {notice && !problem && <p className="notice">{notice}</p>}
        {mustChoose ? (
          <NewPasswordForm onSignedIn={onSignedIn} />
        ) : (
          <form onSubmit={(event) => void submit(event)} noValidate>
            <TextField
              label="E-mail"
              type="email"
              autoComplete="username"
              value={email}
              onChange={setEmail}
            />
            <TextField
              label="Password"
              type="password"
              autoComplete="current-password"
              value={password}
              onChange={setPassword}
              help={demoUser && 'The demo user is filled in.'}
            />
            <p role="alert" className="form-problem">
              {problem}
            </p>
            <SubmitButton isBusy={isBusy} busyText="Signing in…">
              Sign in
            </SubmitButton>
          </form>
        )}
      </section>
    </main>
  );
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
