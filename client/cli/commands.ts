import type { ListQuery, ReportDefinition, ReportOrder } from '../types.ts';
import type { Values } from './options.ts';
import * as value from './values.ts';

/** What to do. `order` and `get` end with a file. */
export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'order'; readonly order: ReportOrder }
  | { readonly name: 'estimate'; readonly order: ReportOrder }
  | { readonly name: 'get'; readonly reportId: string }
  | { readonly name: 'cancel'; readonly reportId: string }
  | { readonly name: 'delete'; readonly reportId: string }
  | { readonly name: 'list'; readonly query: ListQuery };

export interface CommandSyntax {
  /** The options it takes besides those that every command takes. */
  readonly options: readonly string[];
  /** Whether a report's id follows its name. */
  readonly takesId: boolean;
  readonly read: (values: Values, reportId: string) => Command;
}

const FILE_OPTIONS = ['output', 'force'];
const ORDER_OPTIONS = [
  'title',
  'format',
  'csv-dialect',
  'delimiter',
  'gzip',
  'time-zone',
  'estimate',
  ...FILE_OPTIONS,
];
const PERIOD_OPTIONS = ['from', 'to'];

/** The commands by the name people write. */
export const COMMANDS: Readonly<Record<string, CommandSyntax>> = {
  sample: orderOf(['rows', 'delay-ms'], (values) => ({
    sample: {
      amountOfRows: value.whole('--rows', value.required('sample', '--rows', values.rows)),
      ...given('delayMs', values['delay-ms'], (text) => value.whole('--delay-ms', text)),
    },
  })),
  calendar: orderOf(PERIOD_OPTIONS, (values) => ({ calendar: periodOf('calendar', values) })),
  'flight-delays': orderOf([...PERIOD_OPTIONS, 'state', 'minimum-flights'], (values) => ({
    flightDelays: {
      ...periodOf('flight-delays', values),
      ...given('state', values.state, value.state),
      ...given('minimumFlights', values['minimum-flights'], (text) =>
        value.whole('--minimum-flights', text),
      ),
    },
  })),
  'flight-details': orderOf([...PERIOD_OPTIONS, 'state'], (values) => ({
    flightDetails: {
      ...periodOf('flight-details', values),
      ...given('state', values.state, value.state),
    },
  })),
  get: {
    options: FILE_OPTIONS,
    takesId: true,
    read: (_, reportId) => ({ name: 'get', reportId }),
  },
  cancel: {
    options: [],
    takesId: true,
    read: (_, reportId) => ({ name: 'cancel', reportId }),
  },
  delete: {
    options: [],
    takesId: true,
    read: (_, reportId) => ({ name: 'delete', reportId }),
  },
  list: {
    options: ['first', 'status'],
    takesId: false,
    read: ({ first, status }) => ({
      name: 'list',
      query: {
        ...given('first', first, (text) => value.whole('--first', text)),
        ...given('status', status, value.status),
      },
    }),
  },
};

function orderOf(
  options: readonly string[],
  definitionOf: (values: Values) => ReportDefinition,
): CommandSyntax {
  return {
    options: [...options, ...ORDER_OPTIONS],
    takesId: false,
    read: (values) => ({
      name: values.estimate ? 'estimate' : 'order',
      order: {
        definition: definitionOf(values),
        ...given('title', values.title, (text) => text),
        ...formOf(values),
        ...given('timeZone', values['time-zone'], value.timeZone),
      },
    }),
  };
}

/** How the file is to be written: as the options say, else as its name does, else the server's defaults. */
function formOf(values: Values): Pick<ReportOrder, 'format' | 'csv' | 'gzip'> {
  const named = value.formOfFile(values.output ?? '');
  const format = values.format === undefined ? named.format : value.format(values.format);
  const csv = {
    ...given('dialect', values['csv-dialect'], value.csvDialect),
    ...given('delimiter', values.delimiter, value.delimiter),
  };
  const [csvOption] = Object.keys(csv);
  if (csvOption !== undefined && format !== undefined && format !== 'CSV') {
    const option = csvOption === 'dialect' ? '--csv-dialect' : '--delimiter';
    throw value.wrong(`${option} is for csv, not for ${format.toLowerCase()}`);
  }
  return {
    ...(format === undefined ? {} : { format }),
    ...(csvOption === undefined ? {} : { csv }),
    ...(values.gzip || named.gzip ? { gzip: true } : {}),
  };
}

function periodOf(command: string, { from, to }: Values): { fromDate: string; toDate: string } {
  return {
    fromDate: value.day('--from', value.required(command, '--from', from)),
    toDate: value.day('--to', value.required(command, '--to', to)),
  };
}

/** A field for what was written; none for an option left out, so that the server's default holds. */
function given<Key extends string, Value>(
  key: Key,
  text: string | undefined,
  read: (text: string) => Value,
): { [K in Key]?: Value } {
  return text === undefined ? {} : ({ [key]: read(text) } as { [K in Key]: Value });
}
