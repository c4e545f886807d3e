import { confirmSignUp, resendSignUpCode } from 'aws-amplify/auth';
import { useState } from 'react';
import { SubmitButton } from '../SubmitButton.tsx';
import { CodeField } from './CodeField.tsx';
import { enter } from './sign-in.ts';
import { signInProblem } from './sign-in-problem.ts';
import { whereCodesAre, type StepProps } from './step.ts';
import { useSubmission } from './use-submission.ts';

/** Confirms an account by its code, and signs in. */
export function ConfirmForm(props: StepProps) {
  const { email, codesAreOn, onStep } = props;
  const [code, setCode] = useState('');
  const { isBusy, problem, onSubmit } = useSubmission(async () => {
    if (code.trim() === '') return 'Enter the code.';
    await confirmSignUp({ username: email.trim(), confirmationCode: code.trim() });
    return enter(props);
  });

  function resend(): void {
    resendSignUpCode({ username: email.trim() }).then(
      () => onStep('confirm', `Only the newest code counts. ${whereCodesAre(codesAreOn, email)}`),
      (error: unknown) => onStep('confirm', signInProblem(error)),
    );
  }

  return (
    <form onSubmit={onSubmit} noValidate>
      <CodeField value={code} onChange={setCode} />
      <p role="alert" className="form-problem">
        {problem}
      </p>
      <SubmitButton isBusy={isBusy} busyText="Confirming…">
        Confirm
      </SubmitButton>
      <button type="button" onClick={resend}>
        Send a new code
      </button>
    </form>
  );
}
