import { expect, test } from 'vitest';
import { functionConfig } from './fixtures/harness.ts';
import { asyncConfigOf, checkFunctionConfig } from './function-config.ts';

test.each([
  [{ timeoutMs: 901_000 }, /Timeout/],
  [{ memoryMb: 64 }, /MemorySize/],
  [{ environment: { AWS_REGION: 'x', A: 'y' } }, /reserved by Lambda: AWS_REGION$/],
  [{ environment: { A: 'x'.repeat(4096) } }, /4 KB/],
  [{ name: 'a/b' }, /name/],
  [{ asyncConfig: { maximumRetryAttempts: 3 } }, /MaximumRetryAttempts/],
  [{ asyncConfig: { maximumEventAgeMs: 59_000 } }, /MaximumEventAgeInSeconds/],
])('refuses %j', (changes, message) => {
  expect(() => checkFunctionConfig(functionConfig('f', changes))).toThrow(message);
});

test('an unset asynchronous setting is Lambda’s default', () => {
  const config = functionConfig('f', {
    asyncConfig: { maximumRetryAttempts: undefined, onFailure: 'arn' },
  });
  expect(asyncConfigOf(config)).toEqual({
    maximumRetryAttempts: 2,
    maximumEventAgeMs: 21_600_000,
    onFailure: 'arn',
  });
});
