import type { Dataset } from './dataset.ts';

/** Every dataset a report can read, by the name its view has in SQL; each alone in its folder, which Athena has as a table. */
export const DATASETS = {
  /** One row per flight within the USA, January to June 2001; `date` is the local time of departure at the origin. */
  flights: {
    name: 'flights',
    key: 'datasets/flights/flights-3m.parquet',
    format: 'parquet',
    columns: [
      { name: 'date', type: 'TIMESTAMP' },
      { name: 'delay', type: 'BIGINT' },
      { name: 'distance', type: 'BIGINT' },
      { name: 'origin', type: 'VARCHAR' },
      { name: 'destination', type: 'VARCHAR' },
    ],
  },
  airports: {
    name: 'airports',
    key: 'datasets/airports/airports.csv',
    format: 'csv',
    columns: [
      { name: 'iata', type: 'VARCHAR' },
      { name: 'name', type: 'VARCHAR' },
      { name: 'city', type: 'VARCHAR' },
      { name: 'state', type: 'VARCHAR' },
      { name: 'country', type: 'VARCHAR' },
      { name: 'latitude', type: 'DOUBLE' },
      { name: 'longitude', type: 'DOUBLE' },
    ],
  },
} as const satisfies Readonly<Record<string, Dataset>>;
