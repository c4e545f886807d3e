import { CheckField } from '../CheckField.tsx';
import { SelectField } from '../SelectField.tsx';
import { TextField } from '../TextField.tsx';
import type { FieldsProps } from './KindFields.tsx';
import { nameOf, pathOf, type OrderInput } from './inputs.ts';
import { helpOf, inWords, labelOf } from './labels.ts';
import { isNumber, LAST_DAY, rangeInWords } from './values.ts';

interface InputFieldProps extends FieldsProps {
  readonly input: OrderInput;
  /** The id of help that stands elsewhere, instead of the input's own. */
  readonly helpId?: string;
}

/** The control for an input of the schema: by its type, with its bounds, its default and its description. */
export function InputField({ input, helpId, draft, problems, change, onLeave }: InputFieldProps) {
  const path = pathOf(input);
  const field = {
    name: nameOf(input),
    label: labelOf(nameOf(input)) + (isOptional(input) ? ' (optional)' : ''),
    value: draft.values[path] ?? '',
    problem: problems[path],
    help: helpId === undefined ? helpFor(input) : undefined,
    onChange: (value: string) => change({ values: { ...draft.values, [path]: value } }),
  };

  if (input.type === 'Boolean') {
    return (
      <CheckField
        {...field}
        isChecked={field.value === 'true'}
        onChange={(isChecked) => field.onChange(String(isChecked))}
      />
    );
  }
  if (input.values && !input.isList) {
    return (
      <SelectField {...field}>
        {!input.isRequired && <option value="">Any</option>}
        {input.values.map(({ value }) => (
          <option key={value} value={value}>
            {inWords(value)}
          </option>
        ))}
      </SelectField>
    );
  }
  return (
    <TextField
      {...field}
      {...nativeOf(input)}
      describedBy={helpId}
      onBlur={() => onLeave(path)}
      autoComplete="off"
    />
  );
}

/** Whether leaving it empty is an answer. */
function isOptional(input: OrderInput): boolean {
  return !input.isRequired && !isNumber(input) && input.type !== 'Boolean';
}

function nativeOf(input: OrderInput) {
  if (input.isList) return {};
  if (input.type === 'AWSDate') {
    const { firstDay, lastDay } = input.bounds;
    return { type: 'date', min: firstDay, max: lastDay ?? LAST_DAY };
  }
  return isNumber(input) ? { inputMode: 'numeric' as const } : {};
}

/** The description; the bounds when it does not say them. */
function helpFor(input: OrderInput): string {
  const help = helpOf(input.doc);
  const range = rangeInWords(input);
  const says = (text: string): boolean => help.toLowerCase().includes(text.toLowerCase());
  const more = [
    range !== undefined && !says(range) ? `${range}.` : undefined,
    input.isList ? 'Several are separated by commas.' : undefined,
  ];
  return [help, ...more].filter(Boolean).join(' ');
}
