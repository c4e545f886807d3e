import { confirmSignIn } from 'aws-amplify/auth';
import { useState } from 'react';
import { SubmitButton } from '../SubmitButton.tsx';
import { TextField } from '../TextField.tsx';
import { stepProblem } from './sign-in-problem.ts';
import type { StepProps } from './step.ts';
import { useSubmission } from './use-submission.ts';

/** Replaces the temporary password of somebody an administrator has just added. */
export function NewPasswordForm({ rules = '', onSignedIn }: StepProps) {
  const [password, setPassword] = useState('');
  const { isBusy, problem, onSubmit } = useSubmission(async () => {
    if (password === '') return 'Enter a new password.';
    const { nextStep } = await confirmSignIn({ challengeResponse: password });
    if (nextStep.signInStep !== 'DONE') return stepProblem(nextStep.signInStep);
    await onSignedIn();
    return undefined;
  });

  return (
    <form onSubmit={onSubmit} noValidate>
      <TextField
        label="New password"
        type="password"
        autoComplete="new-password"
        autoFocus
        value={password}
        onChange={setPassword}
        help={`It replaces the temporary one you were given. ${rules}`.trim()}
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
