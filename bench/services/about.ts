import type { About } from '../lib/suite.ts';

export const about = {
  measures: 'the local S3 by the AWS SDK, beside a server that throws bytes away; Lambda’s queue',
  minutes: 1,
  limitMinutes: 6,
  options: { rounds: { type: 'string', default: '5', tells: 'of which the median counts' } },
  quick: { args: ['--rounds', '1'], minutes: 0.2 },
} as const satisfies About;
