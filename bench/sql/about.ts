import type { About } from '../lib/suite.ts';

export const about = {
  measures:
    '3 million flights into every format, beside DuckDB’s own COPY; what loading DuckDB costs',
  minutes: 3,
  limitMinutes: 12,
  options: {
    rounds: { type: 'string', default: '3', tells: 'of which the best counts' },
    memory: { type: 'string', default: '1769', tells: 'megabytes of the function' },
  },
  quick: { args: ['--rounds', '1'], minutes: 0.5 },
} as const satisfies About;
