import type { About } from '../lib/suite.ts';

export const about = {
  measures:
    'the local cloud’s start, generateReport over HTTP and each function’s code, beside node and bare http',
  minutes: 1,
  limitMinutes: 6,
  options: {
    rounds: { type: 'string', default: '3', tells: 'starts of each kind' },
    requests: { type: 'string', default: '300', tells: 'reports ordered one after another' },
  },
  quick: { args: ['--rounds', '1', '--requests', '50'], minutes: 0.25 },
} as const satisfies About;
