import { useId, type ReactNode } from 'react';

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
  const described = [help && `${id}-help`, problem && `${id}-problem`].filter(Boolean).join(' ');

  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        name={name}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={problem ? true : undefined}
        aria-describedby={described || undefined}
      >
        {children}
      </select>
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
