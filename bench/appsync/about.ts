import type { About } from '../lib/suite.ts';

export const about = {
  measures:
    'the local AppSync over HTTP and to many sockets, beside mercurius, graphql-yoga and bare ws',
  minutes: 4.5,
  limitMinutes: 15,
  options: { quick: { type: 'boolean', default: false, tells: 'a round or two of each, of less' } },
  quick: { args: [], minutes: 1.5 },
} as const satisfies About;
