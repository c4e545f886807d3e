import { useId, type ReactNode } from 'react';
import { FieldNotes, notedBy } from './FieldNotes.tsx';

interface SelectFieldProps {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** The options and groups of them. */
  readonly children: ReactNode;
  readonly help?: string | undefined;
  /** What is wrong with what was chosen. */
  readonly problem?: string | undefined;
}

/** A labelled list to choose from, whose help and problem are read out with it. */
export function SelectField(props: SelectFieldProps) {
  const { label, name, value, onChange, children, help, problem } = props;
  const id = useId();
  const notes = { id, help, problem };

  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        name={name}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        {...notedBy(notes)}
      >
        {children}
      </select>
      <FieldNotes {...notes} />
    </div>
  );
}
