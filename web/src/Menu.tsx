import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Icon } from './Icon.tsx';

interface MenuProps {
  /** What the button opens, read out: `More for May`. */
  readonly label: string;
  /** Items, each in an `li`; following one closes the menu. */
  readonly children: ReactNode;
}

/** A button that opens a short list of further buttons and links; Escape and leaving close it. */
export function Menu({ label, children }: MenuProps) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!isOpen) return;
    const close = (event: Event): void => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', close);
    document.addEventListener('focusin', close);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('focusin', close);
    };
  }, [isOpen]);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !isOpen) return;
    setOpen(false);
    button.current?.focus();
  }

  return (
    <div className="menu" ref={root} onKeyDown={onKeyDown}>
      <button
        type="button"
        ref={button}
        className="icon-button"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="more" />
        <span className="visually-hidden">{label}</span>
      </button>
      <ul
        id={id}
        hidden={!isOpen}
        onClick={() => {
          // Before what the item opens is drawn: a dialog gives the focus back to where it was.
          button.current?.focus();
          setOpen(false);
        }}
      >
        {isOpen && children}
      </ul>
    </div>
  );
}
