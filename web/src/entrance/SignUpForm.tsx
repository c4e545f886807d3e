import { signUp } from 'aws-amplify/auth';
import { SubmitButton } from '../SubmitButton.tsx';
import { TextField } from '../TextField.tsx';
import { enter } from './sign-in.ts';
import { whereCodesAre, type StepProps } from './step.ts';
import { useSubmission } from './use-submission.ts';

/** Makes an account; a code confirms it. */
export function SignUpForm(props: StepProps) {
  const { email, setEmail, password, setPassword, rules, codesAreOn, onStep } = props;
  const { isBusy, problem, onSubmit } = useSubmission(async () => {
    const username = email.trim();
    if (username === '') return 'Enter your e-mail.';
    if (password === '') return 'Choose a password.';
    const { nextStep } = await signUp({
      username,
      password,
      options: { userAttributes: { email: username } },
    });
    if (nextStep.signUpStep !== 'CONFIRM_SIGN_UP') return enter(props);
    onStep('confirm', whereCodesAre(codesAreOn, username));
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
      <TextField
        label="Password"
        type="password"
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        help={rules}
      />
      <p role="alert" className="form-problem">
        {problem}
      </p>
      <SubmitButton isBusy={isBusy} busyText="Creating the account…">
        Create the account
      </SubmitButton>
    </form>
  );
}
