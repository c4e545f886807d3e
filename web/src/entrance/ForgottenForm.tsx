import { resetPassword } from 'aws-amplify/auth';
import { SubmitButton } from '../SubmitButton.tsx';
import { TextField } from '../TextField.tsx';
import { whereCodesAre, type StepProps } from './step.ts';
import { useSubmission } from './use-submission.ts';

/** Asks for a code with which a new password can be set. */
export function ForgottenForm({ email, setEmail, setPassword, codesAreOn, onStep }: StepProps) {
  const { isBusy, problem, onSubmit } = useSubmission(async () => {
    const username = email.trim();
    if (username === '') return 'Enter your e-mail.';
    await resetPassword({ username });
    setPassword('');
    onStep('reset', whereCodesAre(codesAreOn, username));
    return undefined;
  });

  return (
    <form onSubmit={onSubmit} noValidate>
      <TextField
        label="E-mail"
        type="email"
        autoComplete="username"
        autoFocus
        value={email}
        onChange={setEmail}
      />
      <p role="alert" className="form-problem">
        {problem}
      </p>
      <SubmitButton isBusy={isBusy} busyText="Asking for a code…">
        Ask for a code
      </SubmitButton>
    </form>
  );
}
