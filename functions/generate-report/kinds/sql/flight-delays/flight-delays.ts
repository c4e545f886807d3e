import { DATASETS } from '../../../datasets/catalogue.ts';
import { createFields } from '../definition-fields.ts';
import type { SqlKind } from '../sql-kind.ts';

/** How late flights were, by airport of departure; the busiest first. Delays are in minutes. */
export const flightDelays: SqlKind = {
  folder: 'flight-delays',
  datasets: [DATASETS.flights, DATASETS.airports],
  columns: [
    { name: 'Airport', type: 'STRING' },
    { name: 'Name', type: 'STRING' },
    { name: 'City', type: 'STRING' },
    { name: 'State', type: 'STRING' },
    { name: 'Flights', type: 'INTEGER', summed: true },
    { name: 'Average delay', type: 'DECIMAL', scale: 2, label: 'Average delay (min)' },
    { name: 'Median delay', type: 'DECIMAL', scale: 1, label: 'Median delay (min)' },
    { name: '90th percentile delay', type: 'DECIMAL', scale: 1, label: '90th percentile (min)' },
    { name: 'Late flights', type: 'DECIMAL', scale: 2, label: 'Over 15 min late (%)' },
  ],
  engines: ['DUCKDB', 'ATHENA'],
  athena: { order: [{ column: 'Flights', descending: true }, { column: 'Airport' }] },
  parameters(definition) {
    const { dateRange, optionalText, wholeNumber } = createFields(definition);
    return {
      ...dateRange(),
      state: optionalText('state', /^[A-Z]{2}$/, 'two capital letters, for example CA'),
      minimumFlights: wholeNumber('minimumFlights', 0, 1),
    };
  },
};
