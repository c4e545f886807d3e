const FLIGHTS = { fromDate: '--from', toDate: '--to', state: '--state' };

/** The options that set a kind's parameters. */
const OPTIONS_OF_KIND: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sample: { amountOfRows: '--rows', delayMs: '--delay-ms' },
  calendar: { fromDate: '--from', toDate: '--to' },
  flightDelays: { ...FLIGHTS, minimumFlights: '--minimum-flights' },
  flightDetails: FLIGHTS,
};

const OTHER_OPTIONS: Readonly<Record<string, string>> = {
  'input.title': '--title',
  'input.format': '--format',
  'input.csv.dialect': '--csv-dialect',
  'input.csv.delimiter': '--delimiter',
  'input.gzip': '--gzip',
  'input.timeZone': '--time-zone',
  first: '--first',
};

/** The option that sets a field of the schema's input, so that a refusal can name it; undefined where none does. */
export function optionOfField(field: string): string | undefined {
  const [, kind = '', parameter = ''] = /^input\.definition\.(\w+)\.(\w+)$/.exec(field) ?? [];
  if (kind === '') return own(OTHER_OPTIONS, field);
  return own(own(OPTIONS_OF_KIND, kind) ?? {}, parameter);
}

function own<Value>(values: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}
