import { useState } from 'react';
import type { AmplifyOutputs } from '../../../client/index.ts';
import { Brand } from '../Brand.tsx';
import { ConfirmForm } from './ConfirmForm.tsx';
import { ForgottenForm } from './ForgottenForm.tsx';
import { NewPasswordForm } from './NewPasswordForm.tsx';
import { passwordRulesInWords } from './password-rules.ts';
import { ResetForm } from './ResetForm.tsx';
import { SignInForm } from './SignInForm.tsx';
import { SignUpForm } from './SignUpForm.tsx';
import type { Step, StepProps } from './step.ts';

export interface SignInFormsProps {
  readonly outputs: AmplifyOutputs;
  /** Why the reader is here again. */
  readonly notice: string | undefined;
  readonly onSignedIn: () => Promise<void>;
}

const TITLES: Readonly<Record<Step, string>> = {
  'sign-in': 'Sign in',
  'new-password': 'Choose a new password',
  'sign-up': 'Create an account',
  confirm: 'Confirm your e-mail',
  forgotten: 'Forgotten password',
  reset: 'Set a new password',
};

/** Signs the reader in by e-mail and password; makes and confirms accounts where that is allowed; sets forgotten passwords anew. */
export default function SignInForms({ outputs, notice, onSignedIn }: SignInFormsProps) {
  const demoUsers = outputs.custom?.demo_users ?? [];
  const [step, setStep] = useState<Step>('sign-in');
  const [news, setNews] = useState<string>();
  const [email, setEmail] = useState(demoUsers[0]?.username ?? '');
  const [password, setPassword] = useState(demoUsers[0]?.password ?? '');

  const props: StepProps = {
    email,
    setEmail,
    password,
    setPassword,
    rules: passwordRulesInWords(outputs.auth.password_policy),
    codesAreOn: outputs.custom?.codes_are_on,
    onSignedIn,
    onStep(next, told) {
      setNews(told);
      setStep(next);
    },
  };
  const told = news ?? (step === 'sign-in' ? notice : undefined);

  return (
    <main className="entrance">
      <p>
        <Brand />
        <span className="help">Order a report, leave, come back to the file.</span>
      </p>
      <section className="card" aria-labelledby="sign-in">
        <h1 id="sign-in">{TITLES[step]}</h1>
        <p role="status" className={told ? 'notice' : 'visually-hidden'}>
          {told}
        </p>
        {step === 'sign-in' && (
          <SignInForm
            {...props}
            demoUsers={demoUsers}
            selfSignUp={outputs.custom?.self_sign_up === true}
          />
        )}
        {step === 'new-password' && <NewPasswordForm {...props} />}
        {step === 'sign-up' && <SignUpForm {...props} />}
        {step === 'confirm' && <ConfirmForm {...props} />}
        {step === 'forgotten' && <ForgottenForm {...props} />}
        {step === 'reset' && <ResetForm {...props} />}
        {step !== 'sign-in' && (
          <p>
            <button type="button" className="link" onClick={() => props.onStep('sign-in')}>
              Back to signing in
            </button>
          </p>
        )}
      </section>
    </main>
  );
}
