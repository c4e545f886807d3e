import type { About } from '../lib/suite.ts';
import { QUOTAS } from './quotas.ts';

export const about = {
  measures:
    'simulated days of up to ten million reports against AWS’s quotas; nothing here is timed',
  minutes: 1,
  limitMinutes: 15,
  options: {
    seed: { type: 'string', default: '1', tells: 'where chance begins' },
    owners: { type: 'string', tells: 'one day, of so many owners' },
    'reports-per-day': { type: 'string', tells: 'one day, of so many reports' },
    concurrency: {
      type: 'string',
      default: String(QUOTAS.concurrency.value),
      tells: 'Lambda’s places in the account',
    },
    whole: { type: 'boolean', default: false, tells: 'that day whole, never by a sample' },
    write: { type: 'boolean', default: false, tells: 'also renews docs/scale.md' },
    check: { type: 'boolean', default: false, tells: 'also says whether docs/scale.md is this' },
    measure: { type: 'boolean', default: false, tells: 'counts what a real report asks for' },
  },
} as const satisfies About;
