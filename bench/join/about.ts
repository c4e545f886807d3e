import type { About } from '../lib/suite.ts';

export const about = {
  measures: '40 objects made one inside S3, and the memory it takes',
  minutes: 0.3,
  limitMinutes: 5,
  options: {
    megabytes: { type: 'string', default: '2000', tells: 'of all 40 together' },
  },
  quick: { args: ['--megabytes', '400'], minutes: 0.1 },
} as const satisfies About;
