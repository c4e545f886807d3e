import { DATASETS } from '../../../datasets/catalogue.ts';
import { createFields } from '../definition-fields.ts';
import type { SqlKind } from '../sql-kind.ts';

const FLIGHTS_FROM = '2001-01-01';
const FLIGHTS_TO = '2001-06-30';
const FLIGHTS_A_DAY = 16_575;

/** Every flight of a range, up to 3 million rows, in order of departure. */
export const flightDetails: SqlKind = {
  folder: 'flight-details',
  datasets: [DATASETS.flights, DATASETS.airports],
  columns: [
    { name: 'Date', type: 'DATE' },
    { name: 'Departure', type: 'STRING', label: 'Departure (local time)' },
    { name: 'Origin', type: 'STRING' },
    { name: 'Origin city', type: 'STRING' },
    { name: 'Origin state', type: 'STRING' },
    { name: 'Destination', type: 'STRING' },
    { name: 'Delay', type: 'INTEGER', label: 'Delay (min)' },
    { name: 'Distance', type: 'INTEGER', label: 'Distance (miles)', summed: true },
  ],
  engines: ['DUCKDB', 'ATHENA'],
  athena: {
    order: ['Date', 'Departure', 'Origin', 'Destination', 'Delay', 'Distance'].map((column) => ({
      column,
    })),
    expectedRows: (definition) =>
      createFields(definition).daysIn(FLIGHTS_FROM, FLIGHTS_TO) * FLIGHTS_A_DAY,
  },
  parameters(definition) {
    const { dateRange, optionalText } = createFields(definition);
    return {
      ...dateRange(),
      state: optionalText('state', /^[A-Z]{2}$/, 'two capital letters, for example CA'),
    };
  },
};
