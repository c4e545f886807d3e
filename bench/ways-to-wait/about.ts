import type { About } from '../lib/suite.ts';

export const about = {
  measures:
    'seven clients that wait for one report in six ways, polling and pushing: requests, bytes, seconds',
  minutes: 5,
  limitMinutes: 15,
  options: {
    quick: {
      type: 'boolean',
      default: false,
      tells: 'no report of 40 seconds, 100 clients instead of 1,000',
    },
    write: {
      type: 'boolean',
      default: false,
      tells: 'also renews figures and chart of docs/ways-to-wait.md',
    },
  },
  quick: { args: [], minutes: 1 },
} as const satisfies About;
