import { useId } from 'react';
import {
  LAST_DAY,
  MAX_SAMPLE_DELAY_MS,
  MAX_SAMPLE_ROWS,
  MAX_TITLE_CHARACTERS,
} from './draft-problems.ts';
import {
  FLIGHTS_FROM,
  FLIGHTS_TO,
  type FieldName,
  type FieldProblems,
  type OrderDraft,
} from './draft.ts';
import { formatDay, formatNumber } from './format.ts';
import { TextField } from './TextField.tsx';

export interface FieldsProps {
  readonly draft: OrderDraft;
  readonly problems: FieldProblems;
  readonly change: (changes: Partial<OrderDraft>) => void;
}

/** The parameters of the chosen kind. */
export function KindFields(props: FieldsProps) {
  switch (props.draft.kind) {
    case 'sample':
      return <SampleFields {...props} />;
    case 'calendar':
      return <CalendarFields {...props} />;
    case 'flightDelays':
    case 'flightDetails':
      return <FlightFields {...props} />;
  }
}

function SampleFields(props: FieldsProps) {
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

function CalendarFields(props: FieldsProps) {
  const helpId = useId();
  return (
    <div className="pair">
      <TextField
        {...bound('calendarFrom', props)}
        label="First day"
        type="date"
        max={LAST_DAY}
        describedBy={helpId}
      />
      <TextField
        {...bound('calendarTo', props)}
        label="Last day"
        type="date"
        min={props.draft.calendarFrom}
        max={LAST_DAY}
        describedBy={helpId}
      />
      <p className="help" id={helpId}>
        Both days are in the report. At most 200 years.
      </p>
    </div>
  );
}

function FlightFields(props: FieldsProps) {
  const helpId = useId();
  const covered = { type: 'date', min: FLIGHTS_FROM, max: FLIGHTS_TO, describedBy: helpId };
  return (
    <>
      <div className="pair">
        <TextField {...bound('flightsFrom', props)} {...covered} label="First day" />
        <TextField {...bound('flightsTo', props)} {...covered} label="Last day" />
        <p className="help" id={helpId}>
          Flights within the US; the data covers {formatDay(FLIGHTS_FROM)} to{' '}
          {formatDay(FLIGHTS_TO)}.
        </p>
      </div>
      <div className="pair">
        <TextField
          {...bound('state', props)}
          label="State (optional)"
          autoComplete="off"
          help="Two letters, like CA."
        />
        {props.draft.kind === 'flightDelays' && (
          <TextField
            {...bound('minimumFlights', props)}
            label="Minimum flights"
            inputMode="numeric"
            autoComplete="off"
            help="Per airport."
          />
        )}
      </div>
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

type TextName = Exclude<FieldName, 'file' | 'gzip'>;

function bound(name: TextName, { draft, problems, change }: FieldsProps) {
  return {
    name,
    value: draft[name],
    problem: problems[name],
    onChange: (value: string) => change({ [name]: value }),
  };
}
