import type { ReactNode } from 'react';

interface SubmitButtonProps {
  readonly isBusy: boolean;
  readonly busyText: string;
  readonly children: ReactNode;
}

/** A form's main button. It is never disabled: that would take the focus away from whoever pressed it. */
export function SubmitButton({ isBusy, busyText, children }: SubmitButtonProps) {
  return (
    <button type="submit" className="primary" aria-disabled={isBusy}>
      {isBusy ? busyText : children}
    </button>
  );
}
