import { App } from 'aws-cdk-lib';
import { expect, test } from 'vitest';
import { readSettings } from './settings.ts';

const settingsOf = (context: Record<string, unknown>) => readSettings(new App({ context }).node);

test('settings come from properties, then from the context, then from defaults', () => {
  const { node } = new App({ context: { leaseSeconds: '90', maxActiveReports: '3' } });

  expect(readSettings(node, { maxActiveReports: 4 })).toMatchObject({
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

test.each([
  ['stage', 'staging', 'development or production'],
  ['logDays', '31', 'one of 1, 3, 5, 7'],
  ['web', 'perhaps', 'true or false'],
  ['generatorMemoryMib', '', 'a whole number from 512 to 10240'],
  ['allowedOrigins', 'example.com', '* or origins like https://reports.example.com'],
  ['allowedOrigins', 'https://a.example.com,http://b.example.com', 'not http://b.example.com'],
  ['alarmEmail', 'operators', 'an e-mail address'],
  ['webDomain', 'https://reports.example.com', 'a domain name like reports.example.com'],
  [
    'webCertificate',
    'arn:aws:acm:eu-west-1:111111111111:certificate/a-b',
    'a certificate in us-east-1',
  ],
])('%s=%s is refused with what it may be', (name, value, message) => {
  expect(() => settingsOf({ [name]: value })).toThrow(message);
});

test.each([
  [{ webDomain: 'reports.example.com' }, 'set both or neither'],
  [{ alarmEmail: 'ops@example.com', observability: 'false' }, 'leave one of them out'],
])('settings that contradict each other are refused: %o', (context, message) => {
  expect(() => settingsOf(context)).toThrow(message);
});

test('the command line’s texts become lists, numbers and truth values', () => {
  const context = {
    stage: 'production',
    allowedOrigins: 'https://a.example.com, https://b.example.com:8443',
    waf: 'true',
    generatorConcurrency: '20',
    alarmEmail: '',
  };

  expect(settingsOf(context)).toMatchObject({
    allowedOrigins: ['https://a.example.com', 'https://b.example.com:8443'],
    waf: true,
    generatorConcurrency: 20,
    alarmEmail: undefined,
    tracing: true,
  });
});

test('a run without a context is of development, what the CDK CLI deploys is of production', async () => {
  const { default: cdk } = await import('../cdk.json', { with: { type: 'json' } });

  expect(settingsOf({}).stage).toBe('development');
  expect(settingsOf(cdk.context).stage).toBe('production');
});
