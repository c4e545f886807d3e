import { expect, test } from 'vitest';
import { readOptions } from './options.ts';

test('context values are read as the CDK CLI reads them, the last one of a name counting', () => {
  const { context } = readOptions(['-c', 'comparison=true', '--context', 'a=b=c', '-c', 'a=']);

  expect(context).toEqual({ comparison: 'true', a: '' });
});

test('a context value without a name is refused with how to write it', () => {
  expect(() => readOptions(['-c', 'comparison'])).toThrow(
    '--context must be name=value, not comparison.',
  );
});
