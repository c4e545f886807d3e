import { useId } from 'react';

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
  const described = [help && `${id}-help`, problem && `${id}-problem`].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label className="check">
        <input
          type="checkbox"
          name={name}
          checked={isChecked}
          onChange={(event) => onChange(event.target.checked)}
          aria-invalid={problem ? true : undefined}
          aria-describedby={described || undefined}
        />
        {label}
      </label>
      {help && (
        <p className="help" id={`${id}-help`}>
          {help}
        </p>
      )}
      {problem && (
        <p className="problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </div>
  );
}
