import { App } from 'aws-cdk-lib';
import { expect, test } from 'vitest';
import { readSettings } from './settings.ts';

test('settings come from properties, then from the context, then from defaults', () => {
  const { node } = new App({ context: { leaseSeconds: '90', maxActiveReports: '3' } });

  expect(readSettings(node, { maxActiveReports: 4 })).toEqual({
    leaseSeconds: 90,
    maxActiveReports: 4,
    retentionDays: 7,
    recordDays: 90,
  });
});

test('a setting that cannot be is refused by its name, with what it may be', () => {
  const { node } = new App({ context: { leaseSeconds: 'soon' } });

  expect(() => readSettings(node)).toThrow(
    'leaseSeconds must be a whole number from 2 to 900, not soon.',
  );
  expect(() => readSettings(new App().node, { retentionDays: 100 })).toThrow(
    'recordDays must not be less than retentionDays',
  );
});
