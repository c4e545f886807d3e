import { DATASETS } from '../../../datasets/catalogue.ts';
import { createFields } from '../definition-fields.ts';
import type { SqlKind } from '../sql-kind.ts';

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
  parameters(definition) {
    const { dateRange, optionalText } = createFields(definition);
    return {
      ...dateRange(),
      state: optionalText('state', /^[A-Z]{2}$/, 'two capital letters, for example CA'),
    };
  },
};
