import { expect, test } from 'vitest';
import type { Report } from '../../../client/index.ts';
import { repeatOrder } from './repeat-order.ts';

const report = {
  title: 'May',
  definition: '{"flightDelays":{"fromDate":"2001-05-01","toDate":"2001-05-31","state":null}}',
  format: 'CSV',
  csv: { dialect: 'EXCEL', delimiter: ';' },
  gzip: false,
  timeZone: 'Europe/Berlin',
} as Report;

test('a report run again is the same file: kind, parameters, format and options', () => {
  expect(repeatOrder(report)).toEqual({
    title: 'May',
    definition: {
      flightDelays: { fromDate: '2001-05-01', toDate: '2001-05-31', state: null },
    },
    format: 'CSV',
    csv: { dialect: 'EXCEL', delimiter: ';' },
    timeZone: 'Europe/Berlin',
  });
});

test('options of other formats are not sent, as the API refuses them', () => {
  const lines = { ...report, title: null, format: 'JSONL', csv: null, gzip: true } as const;

  expect(repeatOrder(lines)).toEqual({
    definition: JSON.parse(report.definition) as unknown,
    format: 'JSONL',
    gzip: true,
    timeZone: 'Europe/Berlin',
  });
});
