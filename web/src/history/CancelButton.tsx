import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { keepFocusNear } from '../focus.ts';

interface CancelButtonProps {
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

/** Stops a report. The button leaves when the report ends by itself, too: the focus must not leave with it. */
export function CancelButton({ onCancel, children }: CancelButtonProps) {
  const ref = useRef<HTMLButtonElement>(null);

  useLayoutEffect(() => {
    const button = ref.current;
    return () => {
      if (button && document.activeElement === button) keepFocusNear(button);
    };
  }, []);

  return (
    <button type="button" ref={ref} onClick={onCancel}>
      {children}
    </button>
  );
}
