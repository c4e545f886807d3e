import { useId } from 'react';
import { FieldNotes, notedBy } from './FieldNotes.tsx';

interface CheckFieldProps {
  readonly label: string;
  readonly name: string;
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
  readonly help?: string | undefined;
  readonly problem?: string | undefined;
}

/** A labelled checkbox whose help and problem are read out with it. */
export function CheckField(props: CheckFieldProps) {
  const { label, name, isChecked, onChange, help, problem } = props;
  const id = useId();
  const notes = { id, help, problem };
  return (
    <div className="field">
      <label className="check">
        <input
          type="checkbox"
          name={name}
          checked={isChecked}
          onChange={(event) => onChange(event.target.checked)}
          {...notedBy(notes)}
        />
        {label}
      </label>
      <FieldNotes {...notes} />
    </div>
  );
}
