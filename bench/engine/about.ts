import type { About } from '../lib/suite.ts';

export const about = {
  measures:
    'rows into CSV and JSON Lines, and into storage, beside csv-stringify, papaparse and memcpy',
  minutes: 5,
  limitMinutes: 20,
  options: {
    rounds: { type: 'string', default: '3', tells: 'of which the best counts' },
    rows: { type: 'string', default: '5000000', tells: 'rows that are encoded' },
    'upload-rows': { type: 'string', default: '10000000', tells: 'rows that are stored' },
  },
  quick: { args: ['--rounds', '1', '--rows', '200000', '--upload-rows', '200000'], minutes: 0.2 },
} as const satisfies About;
