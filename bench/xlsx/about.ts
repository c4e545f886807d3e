import type { About } from '../lib/suite.ts';

export const about = {
  measures: 'rows into an Excel workbook, beside hucre and exceljs',
  minutes: 2,
  limitMinutes: 10,
  options: {
    rows: { type: 'string', default: '500000', tells: 'rows of a workbook' },
    rounds: { type: 'string', default: '3', tells: 'of which the best counts' },
  },
  quick: { args: ['--rounds', '1', '--rows', '20000'], minutes: 0.2 },
} as const satisfies About;
