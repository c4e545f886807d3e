import { formatNumber } from './format.ts';
import {
  LAST_DAY,
  MAX_SAMPLE_DELAY_MS,
  MAX_SAMPLE_ROWS,
  MAX_TITLE_CHARACTERS,
  type FieldName,
  type FieldProblems,
  type OrderDraft,
} from './order.ts';
import { TextField } from './TextField.tsx';

export interface FieldsProps {
  readonly draft: OrderDraft;
  readonly problems: FieldProblems;
  readonly change: (changes: Partial<OrderDraft>) => void;
}

/** The parameters of a sample. */
export function SampleFields(props: FieldsProps) {
  return (
    <>
      <TextField
        {...bound('amountOfRows', props)}
        label="Number of rows"
        inputMode="numeric"
        autoComplete="off"
        help={`0 to ${formatNumber(MAX_SAMPLE_ROWS)}.`}
      />
      <TextField
        {...bound('delayMs', props)}
        label="Delay, in milliseconds"
        inputMode="numeric"
        autoComplete="off"
        help={`How long the work is made to take, spread over the rows: 0 to ${formatNumber(MAX_SAMPLE_DELAY_MS)} (14 minutes).`}
      />
    </>
  );
}

/** The parameters of a calendar. */
export function CalendarFields(props: FieldsProps) {
  return (
    <>
      <TextField {...bound('fromDate', props)} label="First day" type="date" max={LAST_DAY} />
      <TextField
        {...bound('toDate', props)}
        label="Last day"
        type="date"
        min={props.draft.fromDate}
        max={LAST_DAY}
        help="Both days are in the report. At most 200 years after the first day."
      />
    </>
  );
}

/** The name somebody may give a report of any kind. */
export function TitleField(props: FieldsProps) {
  return (
    <TextField
      {...bound('title', props)}
      label="Name (optional)"
      autoComplete="off"
      help={`Shown in the list. At most ${MAX_TITLE_CHARACTERS} characters.`}
    />
  );
}

function bound(name: FieldName, { draft, problems, change }: FieldsProps) {
  return {
    name,
    value: draft[name],
    problem: problems[name],
    onChange: (value: string) => change({ [name]: value }),
  };
}
