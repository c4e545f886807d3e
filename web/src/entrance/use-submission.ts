import { useState, type SubmitEvent } from 'react';
import { signInProblem } from './sign-in-problem.ts';

/** A form that is being sent, or why it was not. */
export interface Submission {
  readonly isBusy: boolean;
  readonly problem: string | undefined;
  readonly onSubmit: (event: SubmitEvent<HTMLFormElement>) => void;
}

/** Sends a form of the entrance once at a time; `send` may return what is wrong, and what it throws is put in words. */
export function useSubmission(send: () => Promise<string | undefined>): Submission {
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  async function submit(): Promise<void> {
    if (isBusy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      setProblem(await send());
    } catch (error) {
      setProblem(signInProblem(error));
    }
    setBusy(false);
  }

  return {
    isBusy,
    problem,
    onSubmit(event) {
      event.preventDefault();
      void submit();
    },
  };
}
