import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createAgenda } from './agenda.ts';
import { DAY_SECONDS, nextArrival, onTheHour, STEADY, WORKING_DAY } from './arrivals.ts';
import { drawChart } from './chart.ts';
import { fairnessParts } from './compose.ts';
import { withParts } from './document.ts';
import { createHistogram } from './histogram.ts';
import { createLanes } from './lanes.ts';
import { createRandom } from './random.ts';
import { AS_DEPLOYED } from './scenario.ts';
import { quotaTable } from './tables.ts';
import { erlangC } from './theory.ts';

test('an agenda gives what it was given in order of time, equal times in order of noting', () => {
  const agenda = createAgenda<number>();
  const random = createRandom(1, 'agenda');
  const noted = Array.from({ length: 5000 }, (_, index) => ({
    at: Math.floor(random.next() * 500),
    index,
  }));
  for (const { at, index } of noted) agenda.note(at, index);

  const taken = noted.map(() => agenda.take());

  const expected = noted.toSorted((a, b) => a.at - b.at || a.index - b.index);
  expect(taken).toEqual(expected.map(({ index }) => index));
  expect(agenda.take()).toBeUndefined();
});

test.each([STEADY, WORKING_DAY, onTheHour(0.05)])(
  'a day of $name has its mean of orders',
  (profile) => {
    const random = createRandom(3, 'orders');
    let orders = 0;
    for (let at = 0; at < DAY_SECONDS; at = nextArrival(at, 1, profile, random)) orders++;

    expect(orders / DAY_SECONDS).toBeGreaterThan(0.98);
    expect(orders / DAY_SECONDS).toBeLessThan(1.02);
  },
);

test('no time of a profile is above its peak', () => {
  for (const { factor, peak } of [WORKING_DAY, onTheHour(0.2)]) {
    for (let at = 0; at < DAY_SECONDS; at += 30) expect(factor(at)).toBeLessThanOrEqual(peak);
  }
});

test('streams of other names are other draws, each uniform', () => {
  const [a, b] = [createRandom(1, 'a'), createRandom(1, 'b')];
  const draws = Array.from({ length: 20_000 }, () => [a.next(), b.next()] as const);

  expect(draws.filter(([x, y]) => x === y)).toEqual([]);
  expect(draws.reduce((sum, [x]) => sum + x, 0) / draws.length).toBeCloseTo(0.5, 1);
});

test('percentiles are at most one per cent too high', () => {
  const waits = createHistogram();
  for (let value = 1; value <= 1000; value++) waits.add(value);

  for (const p of [50, 95, 99]) {
    expect(waits.percentile(p)).toBeGreaterThanOrEqual(10 * p);
    expect(waits.percentile(p)).toBeLessThanOrEqual(10.1 * p);
  }
});

test('Erlang’s formula gives the values of the tables', () => {
  expect(erlangC(1, 0.5)).toBeCloseTo(0.5, 6);
  expect(erlangC(2, 1)).toBeCloseTo(1 / 3, 6);
});

test('a function grows by a thousand at once and a hundred a second', () => {
  const lane = createLanes({ ...AS_DEPLOYED, accountConcurrency: 5000 }).at(0);
  const taken = (atSeconds: number): number => {
    let count = 0;
    while (lane.take(atSeconds) === 'cold') count++;
    return count;
  };

  expect(taken(0)).toBe(1000);
  expect(taken(3)).toBe(300);
});

test('lanes that reserve more than the account has are refused', () => {
  const lanes = [{ name: 'a', reserved: 2000, upToSeconds: Infinity }];

  expect(() => createLanes({ ...AS_DEPLOYED, lanes })).toThrow(
    'The lanes reserve 2000 places of an account that has 1000.',
  );
});

test('a document without a place for a part is refused', () => {
  expect(() => withParts('nothing', { days: '' })).toThrow('has no part <!-- days -->');
});

test('a chart has a line through every point', () => {
  const svg = drawChart({
    title: 'a < b',
    xLabel: 'x',
    yLabel: 'y',
    xTicks: [[0, 'zero']],
    format: String,
    lines: [
      {
        name: 'one',
        color: '#000',
        points: [
          [0, 0],
          [1, 2],
          [2, 1],
        ],
      },
    ],
  });

  expect(svg).toContain('a &lt; b');
  expect(/points="([^"]+)"/.exec(svg)?.[1]?.split(' ')).toHaveLength(3);
});

test('docs/scale.md has the tables this prints: who waits for whom, and the quotas', () => {
  const squeezed = (text: string): string => text.replaceAll(/[ -]+/g, ' ');
  const document = squeezed(readFileSync('docs/scale.md', 'utf8'));

  expect(document).toContain(squeezed(fairnessParts(1)));
  expect(document).toContain(squeezed(quotaTable()));
});
