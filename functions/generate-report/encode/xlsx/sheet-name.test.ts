import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aboutName, toSheetName } from './sheet-name.ts';

test('a title becomes a name a sheet can have', () => {
  expect(toSheetName('Sales: 2024/25 [EU]?')).toBe('Sales 2024 25 EU');
  expect(toSheetName("'quoted'")).toBe('quoted');
  expect(toSheetName('  ')).toBe('Report');
  expect(toSheetName('HISTORY')).toBe('Report');
  expect(toSheetName(`${'x'.repeat(30)}🙂`)).toBe('x'.repeat(30));
  expect(aboutName('ABOUT')).not.toMatch(/^about$/i);
});

test('any title gives a valid name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (title) => {
      const name = toSheetName(title);

      expect(name).toMatch(/^(?!')[^[\]:*?/\\\u0000-\u001f]{1,31}(?<!')$/);
      expect(name.isWellFormed()).toBe(true);
    }),
  );
});
