import { describe, expect, it } from 'vitest';
import { ResolverFault } from '../faults.ts';
import { runBody, valueOf } from '../test-bed.ts';
import { createJavaPatterns } from './java-pattern.ts';

describe('util.matches', () => {
  it('is the example of AWS’s page', () => {
    expect(valueOf("util.matches('a*b', 'aaaaab')")).toBe(true);
  });

  it.each([
    ['[a-z]+', 'abc', true],
    ['[a-z]+', 'abc1', false],
    ['a|b', 'ab', false],
    ['(?i)ABC', 'abc', true],
    ['a(?i)B', 'ab', true],
    ['\\d{4}-\\d{2}', '2026-03', true],
    ['\\d', '\u0663', false],
    ['\\Qa.b\\E+', 'a.bb', true],
    ['\\p{Alpha}\\p{Punct}', 'a!', true],
    ['\\p{L}\\p{IsAlphabetic}\\pN', 'é本5', true],
    ['[a-z&&[^aeiou]]+', 'xyz', true],
    ['[a-z&&[^aeiou]]+', 'xyza', false],
    ['[.()/-]+', '.()/-', true],
    ['[\\w.%+-]+@[\\w-]+\\.[a-z]{2,}', 'a.b+c@ex-ample.org', true],
    ['\\A\\w+\\z', 'ab', true],
    ['^[0-7][0-9A-HJKMNP-TV-Z]{25}$', '01M7XS02W390TF06QCY34FNZJF', true],
    ['(?<year>\\d+)-\\k<year>', '12-12', true],
    ['a++b', 'aab', true],
    ['[]a]+', ']a', true],
    ['a{2}', 'aa', true],
    ['\\x41\\u0042\\x{1F600}', 'AB😀', true],
    ['"quoted" & <x> `y` ~z #1', '"quoted" & <x> `y` ~z #1', true],
    ['\\s', '\u00a0', false],
    ['(?s).+', 'a\nb', true],
    ['.+', 'a\nb', false],
  ])('%s against %j is %s', (pattern, text, answer) => {
    expect(createJavaPatterns().matches(pattern, text)).toBe(answer);
  });

  it.each(['(', ')', '[a', '*a', 'a{', '\\', '\\y', '(?z)a', '(?>a)', '\\p{Nope}', '(?<1>a)'])(
    'refuses %s with a message of its own',
    (pattern) => {
      expect(() => createJavaPatterns().matches(pattern, 'a')).toThrow(ResolverFault);
    },
  );

  it('ends a match that would not end', () => {
    const startedAt = performance.now();

    expect(
      runBody("return util.matches('(a+)+b', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac');"),
    ).toMatchObject({
      kind: 'failed',
      error: { message: expect.stringContaining('took longer than 1000 ms') as string },
    });
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});

describe('replacements', () => {
  it('know groups by number and name, and literal characters', () => {
    const patterns = createJavaPatterns();

    expect(patterns.replace('john smith', '(\\w+) (?<last>\\w+)', '${last}, $1', false)).toBe(
      'smith, john',
    );
    expect(patterns.replace('a', 'a', '\\$1 $', true)).toBe('$1 $');
    expect(() => patterns.replace('a', 'a', '$2', true)).toThrow('no group 2');
    expect(() => patterns.replace('a', 'a', '${x}', true)).toThrow('no group with name');
  });

  it('come from the handler’s own methods', () => {
    expect(valueOf("'2026-03-02'.replaceAll('(\\\\d+)-(\\\\d+)', '$2/$1')")).toBe('03/2026-02');
    expect(valueOf("['ab12'.match('([a-z]+)(\\\\d)(x)?'), 'a'.match('b')]")).toEqual([
      ['ab1', 'ab', '1', null],
      null,
    ]);
  });
});
