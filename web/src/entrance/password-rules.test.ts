import { expect, test } from 'vitest';
import { passwordRulesInWords } from './password-rules.ts';

test('a policy is told in one sentence', () => {
  expect(
    passwordRulesInWords({
      min_length: 12,
      require_lowercase: true,
      require_uppercase: true,
      require_numbers: true,
      require_symbols: false,
    }),
  ).toBe('At least 12 characters, with a lower-case letter, an upper-case letter and a digit.');
  expect(passwordRulesInWords({ min_length: 8 })).toBe('At least 8 characters.');
  expect(passwordRulesInWords(undefined)).toBeUndefined();
});
