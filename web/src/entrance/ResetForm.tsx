import { confirmResetPassword } from 'aws-amplify/auth';
import { useState } from 'react';
import { SubmitButton } from '../SubmitButton.tsx';
import { TextField } from '../TextField.tsx';
import { CodeField } from './CodeField.tsx';
import { enter } from './sign-in.ts';
import type { StepProps } from './step.ts';
import { useSubmission } from './use-submission.ts';

/** Sets a new password by the code, and signs in with it. */
export function ResetForm(props: StepProps) {
  const { email, password, setPassword, rules } = props;
  const [code, setCode] = useState('');
  const { isBusy, problem, onSubmit } = useSubmission(async () => {
    if (code.trim() === '') return 'Enter the code.';
    if (password === '') return 'Enter a new password.';
    await confirmResetPassword({
      username: email.trim(),
      confirmationCode: code.trim(),
      newPassword: password,
    });
    return enter(props);
  });

  return (
    <form onSubmit={onSubmit} noValidate>
      <CodeField value={code} onChange={setCode} />
      <TextField
        label="New password"
        type="password"
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        help={rules}
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
