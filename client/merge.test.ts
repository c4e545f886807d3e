import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isFinal, mergeReport } from './merge.ts';
import { aReport } from './test-bed.ts';
import type { Report } from './types.ts';

test('a lower version never replaces a higher one, whatever the order and the origin', () => {
  const copies = fc.array(fc.record({ version: fc.nat(9), isRead: fc.boolean() }), {
    minLength: 1,
  });

  fc.assert(
    fc.property(copies, (heard) => {
      let current: Report | undefined;
      for (const { version, isRead } of heard) {
        const before = current?.version ?? -1;
        current = mergeReport(current, aReport({ version }), isRead ? 'read' : 'push');
        expect(current.version).toBeGreaterThanOrEqual(before);
      }
      expect(current?.version).toBe(Math.max(...heard.map(({ version }) => version)));
    }),
  );
});

test('at the same version a read replaces a push, and a push replaces nothing', () => {
  const pushed = aReport({ version: 3 });
  const read = aReport({ version: 3 });

  expect(mergeReport(pushed, read, 'read')).toBe(read);
  expect(mergeReport(read, pushed, 'push')).toBe(read);
});

test('only the four final statuses are final', () => {
  const statuses = [
    'QUEUED',
    'RUNNING',
    'CANCELLING',
    'SUCCEEDED',
    'FAILED',
    'CANCELLED',
    'EXPIRED',
  ] as const;

  expect(statuses.filter((status) => isFinal({ status }))).toEqual([
    'SUCCEEDED',
    'FAILED',
    'CANCELLED',
    'EXPIRED',
  ]);
});
