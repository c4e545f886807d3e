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
    selfSignUp: false,
    comparison: false,
  });
});

test('a switch is text in the context and is refused when it is neither on nor off', () => {
  expect(readSettings(new App({ context: { comparison: 'true' } }).node).comparison).toBe(true);
  expect(() => readSettings(new App({ context: { selfSignUp: 'yes' } }).node)).toThrow(
    'selfSignUp must be true or false, not yes.',
  );
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
