import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wrapText } from './wrap-text.ts';

/** Every character one wide. */
const measure = (text: string): number => Array.from(text).length;

test('breaks between words and keeps the space a line ends with', () => {
  expect(wrapText('late because of weather', 12, 6, measure)).toEqual({
    lines: ['late because ', 'of weather'],
    isCut: false,
  });
});

test('breaks inside a word only when it does not fit a line alone', () => {
  expect(wrapText('a Donaudampfschiff', 8, 6, measure).lines).toEqual([
    'a ',
    'Donaudam',
    'pfschiff',
  ]);
});

test('breaks at the line ends of all systems', () => {
  expect(wrapText('a\nb\r\nc\rd', 8, 6, measure).lines).toEqual(['a ', 'b ', 'c ', 'd']);
});

test('breaks between any two characters of a script without spaces', () => {
  expect(wrapText('山田太郎様', 2, 6, measure).lines).toEqual(['山田', '太郎', '様']);
});

test('never takes a character of two code units apart', () => {
  expect(wrapText('😀😀😀', 1, 6, measure).lines).toEqual(['😀', '😀', '😀']);
});

test('a cut text ends in … and fits', () => {
  const { lines, isCut } = wrapText('one two three four', 5, 2, measure);

  expect(lines).toEqual(['one ', 'two…']);
  expect(isCut).toBe(true);
});

test('a single long paragraph takes time that grows with its length only', () => {
  const startedAt = performance.now();

  expect(wrapText('x'.repeat(1_000_000), 40, 6, measure).isCut).toBe(true);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});

test('whatever the text, no line is too wide and nothing but line ends is lost', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 12 }), (text, width) => {
      const { lines, isCut } = wrapText(text, width, Infinity, measure);

      expect(isCut).toBe(false);
      for (const line of lines) expect(measure(line.trimEnd())).toBeLessThanOrEqual(width);
      expect(lines.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
    }),
  );
});
