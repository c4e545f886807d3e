import { expect, test } from 'vitest';
import { percentile } from '../lib/table.ts';
import { shortWorkMs } from './plan.ts';
import { fateOf } from './tables.ts';
import { replaceFigures } from './write-document.ts';

const BEGIN = '<!-- figures: npm run bench -- ways-to-wait --write -->';
const END = '<!-- end of figures -->';

test('figures are put between the marks, and the prose around them stays', () => {
  const once = replaceFigures(`before\n${BEGIN}\nold\n${END}\nafter\n`, 'new');

  expect(once).toBe(`before\n${BEGIN}\n\nnew\n\n${END}\nafter\n`);
  expect(replaceFigures(once, 'new')).toBe(once);
});

test('a document without the marks is refused', () => {
  expect(() => replaceFigures('no marks', 'new')).toThrow('The document lacks');
});

test('percentiles go by nearest rank', () => {
  const values = [40, 10, 30, 20];

  expect([50, 75, 99].map((p) => percentile(values, p))).toEqual([20, 30, 40]);
  expect(percentile([], 50)).toBeNaN();
});

test('short reports are spread evenly over two seconds', () => {
  const works = Array.from({ length: 20 }, (_, n) => shortWorkMs(n)).toSorted((a, b) => a - b);

  expect(works[0]).toBeGreaterThanOrEqual(300);
  expect(works.at(-1)).toBeLessThan(2300);
  const gaps = works.slice(1).map((work, n) => work - (works[n] ?? 0));
  expect(Math.max(...gaps)).toBeLessThan(200);
});

test('what was never told is told as lost, with why', () => {
  expect(fateOf({ lost: 'never told', recoveredAfterMs: undefined, isVoid: false })).toBe(
    'lost (never told)',
  );
  expect(fateOf({ lost: undefined, recoveredAfterMs: 1234, isVoid: false })).toBe(
    'known 1.2 s after the connection is back',
  );
});

test('a report that was finished after the cut shows nothing', () => {
  expect(fateOf({ lost: undefined, recoveredAfterMs: 1234, isVoid: true })).toContain(
    'not measured',
  );
});
