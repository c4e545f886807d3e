import { confirmSignIn } from 'aws-amplify/auth';
import { useState, type SubmitEvent } from 'react';
import { signInProblem, stepProblem } from './sign-in-problem.ts';
import { SubmitButton } from './SubmitButton.tsx';
import { TextField } from './TextField.tsx';

/** Replaces the temporary password of somebody an administrator has just added. */
export function NewPasswordForm({ onSignedIn }: { onSignedIn: () => Promise<void> }) {
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  async function submit(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (isBusy) return;
    if (password === '') return setProblem('Enter a new password.');
    setBusy(true);
    setProblem(undefined);
    try {
      const { nextStep } = await confirmSignIn({ challengeResponse: password });
      if (nextStep.signInStep === 'DONE') await onSignedIn();
      else setProblem(stepProblem(nextStep.signInStep));
    } catch (error) {
      setProblem(signInProblem(error));
    }
    setBusy(false);
  }

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <TextField
        label="New password"
        type="password"
        autoComplete="new-password"
        autoFocus
        value={password}
        onChange={setPassword}
        help="It replaces the temporary one you were given. At least 12 characters, with upper case, lower case and a digit."
      />
      <p role="alert" className="form-problem">
        {problem}
      </p>
      <SubmitButton isBusy={isBusy} busyText="Saving…">
        Save and sign in
      </SubmitButton>
    </form>
  );
}
