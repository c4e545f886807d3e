import type { DemoUser } from '../../../client/index.ts';
import { SelectField } from '../SelectField.tsx';
import { SubmitButton } from '../SubmitButton.tsx';
import { TextField } from '../TextField.tsx';
import { enter } from './sign-in.ts';
import type { StepProps } from './step.ts';
import { useSubmission } from './use-submission.ts';

interface SignInFormProps extends StepProps {
  /** Who anybody may sign in as; the form is filled in for the first. */
  readonly demoUsers: readonly DemoUser[];
  /** Whether people may make accounts themselves. */
  readonly selfSignUp: boolean;
}

/** E-mail and password, and the ways in for those who have none. */
export function SignInForm(props: SignInFormProps) {
  const { email, setEmail, password, setPassword, demoUsers, selfSignUp, onStep } = props;
  const { isBusy, problem, onSubmit } = useSubmission(() => enter(props));

  function choose(username: string): void {
    const chosen = demoUsers.find((user) => user.username === username);
    setEmail(chosen?.username ?? '');
    setPassword(chosen?.password ?? '');
  }

  return (
    <>
      <form onSubmit={onSubmit} noValidate>
        {demoUsers.length > 1 && (
          <SelectField
            label="Demo user"
            name="demo-user"
            value={demoUsers.some(({ username }) => username === email) ? email : ''}
            onChange={choose}
            help="Neither of them sees the other's reports."
          >
            {demoUsers.map(({ username }) => (
              <option key={username}>{username}</option>
            ))}
            <option value="">Somebody else</option>
          </SelectField>
        )}
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
          help={demoUsers.length > 0 ? "The demo user's is filled in." : undefined}
        />
        <p role="alert" className="form-problem">
          {problem}
        </p>
        <SubmitButton isBusy={isBusy} busyText="Signing in…">
          Sign in
        </SubmitButton>
      </form>
      <p className="ways">
        <button type="button" className="link" onClick={() => onStep('forgotten')}>
          Forgotten password?
        </button>
        {selfSignUp ? (
          <button type="button" className="link" onClick={() => onStep('sign-up')}>
            Create an account
          </button>
        ) : (
          <span className="help">Accounts are made by the people who run this service.</span>
        )}
      </p>
    </>
  );
}
