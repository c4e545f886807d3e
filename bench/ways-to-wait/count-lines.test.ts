import { expect, test } from 'vitest';
import { countLines } from './count-lines.ts';

test('blank lines and comments do not count', () => {
  const text = `
// A sentence.
/** Another,
 *  over two lines. */
const a = 1; // beside code

/* before code */ const b = 2;
`;

  expect(countLines(text)).toBe(2);
});

test('what looks like a comment in a string counts, and so do all lines of a template', () => {
  expect(countLines("const url = 'http://server'; const c = '/* no */';\n")).toBe(1);
  expect(countLines('const text = `\n// in a template\n\n`;\n')).toBe(4);
});

test('a file of comments has no lines', () => {
  expect(countLines('// only\n\n/* this */\n')).toBe(0);
});
