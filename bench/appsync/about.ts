import type { About } from '../lib/suite.ts';

export const about = {
  measures:
    'the local AppSync over HTTP and to many sockets, beside mercurius, graphql-yoga and bare ws',
  minutes: 4,
  limitMinutes: 12,
  options: { quick: { type: 'boolean', default: false, tells: 'one round of each, of less' } },
  quick: { args: [], minutes: 1 },
} as const satisfies About;
