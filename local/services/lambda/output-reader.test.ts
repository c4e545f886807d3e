import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createOutputReader } from './output-reader.ts';

const MARK = '\0mark\0\n';

function read(chunks: readonly Buffer[]) {
  const seen: string[] = [];
  const reader = createOutputReader(
    MARK,
    (line) => seen.push(line),
    () => seen.push('MARK'),
  );
  for (const chunk of chunks) reader.write(chunk);
  reader.end();
  return seen;
}

test('a mark ends a line that has no newline', () => {
  expect(read([Buffer.from(`one\ntwo${MARK}three\n`)])).toEqual(['one', 'two', 'MARK', 'three']);
});

test('empty lines and a last line without newline come through', () => {
  expect(read([Buffer.from('a\n\nb')])).toEqual(['a', '', 'b']);
});

test('a line without end is cut at 256 K characters', () => {
  expect(read([Buffer.alloc(300_000, 'x')]).map((line) => line.length)).toEqual([262_144, 37_856]);
});

test('where the output is cut into chunks makes no difference', () => {
  const output = Buffer.from(`naïve 🚀\n\nsecond${MARK}third\n${MARK}${MARK}last`);
  const whole = read([output]);
  fc.assert(
    fc.property(fc.array(fc.nat(output.length)), (cuts) => {
      const edges = [0, ...cuts.sort((a, b) => a - b), output.length];
      const chunks = edges.slice(1).map((edge, index) => output.subarray(edges[index], edge));
      expect(read(chunks)).toEqual(whole);
    }),
  );
});
