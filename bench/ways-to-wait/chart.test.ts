import { expect, test } from 'vitest';
import { drawChart } from './chart.ts';

const bar = (value: number) => ({ label: 'a < b', value, text: String(value), isOurs: false });

test('the longest bar fills its panel and the others are in proportion', () => {
  const svg = drawChart('chart', [{ title: 'requests', bars: [bar(20), bar(5)] }]);
  const widths = [...svg.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, width]) =>
    Number(width),
  );

  expect(widths).toEqual([420, 105]);
});

test('text is escaped', () => {
  const svg = drawChart('"', [{ title: '&', bars: [bar(1)] }]);

  expect(svg).toContain('a &#60; b');
  expect(svg).toContain('aria-label="&#34;"');
  expect(svg).toContain('>&#38;</text>');
});

test('a panel of nothing but zeros can be drawn', () => {
  const svg = drawChart('chart', [{ title: 'lost', bars: [bar(0)] }]);

  expect(svg).toContain('width="1.0"');
  expect(svg).not.toContain('NaN');
});
