import type { About } from '../lib/suite.ts';

export const about = {
  measures: 'seconds from a server’s return until pushes arrive again, beside Amplify alone',
  minutes: 4,
  limitMinutes: 12,
  options: { rounds: { type: 'string', default: '3', tells: 'restarts of the server' } },
  quick: { args: ['--rounds', '1'], minutes: 1.5 },
} as const satisfies About;
