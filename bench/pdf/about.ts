import type { About } from '../lib/suite.ts';

export const about = {
  measures: 'rows into a PDF table, beside pdfkit’s text() by the cell',
  minutes: 1,
  limitMinutes: 5,
  options: {
    rows: { type: 'string', default: '10000', tells: 'rows that both write' },
    most: { type: 'string', default: '50000', tells: 'rows that ours alone writes' },
    rounds: { type: 'string', default: '3', tells: 'of which the best counts' },
  },
  quick: { args: ['--rounds', '1', '--rows', '1000', '--most', '2000'], minutes: 0.1 },
} as const satisfies About;
