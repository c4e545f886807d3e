/** What the entrance asks for. */
export type Step = 'sign-in' | 'new-password' | 'sign-up' | 'confirm' | 'forgotten' | 'reset';

/** What the forms of the entrance share. */
export interface StepProps {
  readonly email: string;
  readonly setEmail: (email: string) => void;
  readonly password: string;
  readonly setPassword: (password: string) => void;
  /** What a new password must be, in words. */
  readonly rules: string | undefined;
  /** Where codes are when they are not sent by e-mail. */
  readonly codesAreOn: string | undefined;
  readonly onSignedIn: () => Promise<void>;
  /** Goes on to another form, perhaps with news for the reader. */
  readonly onStep: (step: Step, news?: string) => void;
}

/** Where the reader finds a code. */
export function whereCodesAre(codesAreOn: string | undefined, email: string): string {
  return codesAreOn === undefined
    ? `A code was sent to ${email}. It can take a minute.`
    : `Nothing is sent by e-mail here: the code is on the ${codesAreOn} this service was started from.`;
}
