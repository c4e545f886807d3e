import { TextField } from '../TextField.tsx';

interface CodeFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** The six digits of a message. */
export function CodeField({ value, onChange }: CodeFieldProps) {
  return (
    <TextField
      label="Code"
      type="text"
      inputMode="numeric"
      autoComplete="one-time-code"
      autoFocus
      value={value}
      onChange={onChange}
    />
  );
}
