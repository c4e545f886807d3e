import { useId, type InputHTMLAttributes } from 'react';
import { FieldNotes, notedBy } from './FieldNotes.tsx';

type Native = Pick<
  InputHTMLAttributes<HTMLInputElement>,
  'type' | 'name' | 'autoComplete' | 'autoFocus' | 'inputMode' | 'min' | 'max' | 'onBlur'
>;

interface TextFieldProps extends Native {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What can be entered. */
  readonly help?: string | undefined;
  /** The id of help that stands elsewhere. */
  readonly describedBy?: string | undefined;
  /** What is wrong with what was entered. */
  readonly problem?: string | undefined;
}

/** A labelled input whose help and problem are read out with it. */
export function TextField(props: TextFieldProps) {
  const { label, value, onChange, help, describedBy, problem, ...native } = props;
  const id = useId();
  const notes = { id, help, problem };

  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        {...native}
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        {...notedBy(notes, describedBy)}
      />
      <FieldNotes {...notes} />
    </div>
  );
}
