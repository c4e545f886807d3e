import { expect, test } from 'vitest';
import { silentLog, type Log } from '../host.ts';
import { createManualClock } from '../services/lambda/fixtures/manual-clock.ts';
import { createFaultEngine } from './engine.ts';

function createEngine(seed = 1, log: Log = silentLog) {
  const clock = createManualClock();
  return { clock, engine: createFaultEngine({ clock, log, seed }) };
}

/** Which of 300 pushes are struck, by number. */
function struckBy(specs: readonly string[], seed: number, between = () => {}): number[] {
  const { engine } = createEngine(seed);
  engine.set(specs);
  return Array.from({ length: 300 }, (_, index) => {
    between();
    return engine.strike('pushes', { name: 'onPublish publish' }) ? index : -1;
  }).filter((index) => index >= 0);
}

test('the same seed strikes the same occasions, another seed others', () => {
  const first = struckBy(['pushes:drop,p=0.2'], 7);

  expect(struckBy(['pushes:drop,p=0.2'], 7)).toEqual(first);
  expect(struckBy(['pushes:drop,p=0.2'], 8)).not.toEqual(first);
  // 60 are expected; nine standard deviations either way.
  expect(first.length).toBeGreaterThan(0);
  expect(first.length).toBeLessThan(122);
});

test('what other faults there are changes nothing for one', () => {
  const alone = struckBy(['pushes:drop,p=0.2'], 7);

  expect(struckBy(['s3:fail,p=0.5', 'pushes:drop,p=0.2', 'events:drop'], 7)).toEqual(alone);
});

test('two faults of one text do not strike together', () => {
  const one = struckBy(['pushes:drop,p=0.2'], 7);
  const two = struckBy(['pushes:drop,p=0.2', 'pushes:drop,p=0.2'], 7);

  expect(two.length).toBeGreaterThan(one.length);
  expect(two).toEqual(expect.arrayContaining(one));
});

test('times of a range are drawn by the seed, within it', () => {
  const draw = (seed: number): (number | undefined)[] => {
    const { engine } = createEngine(seed);
    engine.set(['pushes:delay=100ms-900ms']);
    return [1, 2, 3, 4].map(() => engine.strike('pushes', { name: 'a' })?.durationMs);
  };

  expect(draw(1)).toEqual(draw(1));
  expect(new Set(draw(1)).size).toBe(4);
  for (const ms of draw(1)) {
    expect(ms).toBeGreaterThanOrEqual(100);
    expect(ms).toBeLessThanOrEqual(900);
  }
});

test.each([
  ['nth=3', [3]],
  ['every=4', [4, 8]],
  ['first=2', [1, 2]],
  ['from=8', [8, 9, 10]],
  ['from=3,first=6,every=2', [4, 6]],
  ['p=0', []],
  ['p=1', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
])('%s strikes occasions %j of ten', (keys, expected) => {
  const { engine } = createEngine();
  engine.set([`events:drop,${keys}`]);
  const numbers = Array.from({ length: 10 }, (_, index) => index + 1);

  expect(numbers.filter(() => engine.strike('events', { name: 'f' }))).toEqual(expected);
});

test('match, not and by choose the occasions that count', () => {
  const { engine } = createEngine();
  engine.set(['s3:fail,match=Part,not=logs/,by=generate']);
  const meet = (name: string, by: string): boolean => !!engine.strike('s3', { name, by });

  expect(meet('UploadPart reports/a', 'Stack-generate-1')).toBe(true);
  expect(meet('PutObject reports/a', 'Stack-generate-1')).toBe(false);
  expect(meet('UploadPart logs/a', 'Stack-generate-1')).toBe(false);
  expect(meet('UploadPart reports/a', 'user')).toBe(false);
  expect(engine.active()).toEqual([
    { spec: 's3:fail,match=Part,not=logs/,by=generate', seen: 1, struck: 1 },
  ]);
});

test('calls counts over all its points, leaves out what users ask for, and tells how many it saw', () => {
  const { engine } = createEngine();
  engine.set(['calls:nth=3']);
  const struck = [
    engine.strike('graphql', { name: 'mutation a', by: 'user' }),
    engine.strike('dynamodb-source', { name: 'PutItem t', by: 'resolver' }),
    engine.strike('s3', { name: 'PutObject b/k', by: 'f' }),
    engine.strike('graphql', { name: 'mutation b', by: 'f' }),
    engine.strike('lambda-source', { name: 'Invoke f', by: 'resolver' }),
  ].map(Boolean);

  expect(struck).toEqual([false, false, false, true, false]);
  expect(engine.active()).toEqual([{ spec: 'calls:nth=3', seen: 4, struck: 1 }]);
});

test('for= ends a fault by the clock', async () => {
  const { engine, clock } = createEngine();
  engine.set(['events:drop,for=10s']);
  const before = engine.strike('events', { name: 'f' });
  await clock.pass(10_000);

  expect(before).toBeDefined();
  expect(engine.strike('events', { name: 'f' })).toBeUndefined();
});

test('a wrong fault changes nothing; a good list replaces all and counts anew', () => {
  const { engine } = createEngine();
  engine.set(['events:drop']);
  engine.strike('events', { name: 'f' });

  expect(() => engine.set(['pushes:drop', 'pushes:lose'])).toThrow("unknown action: 'lose'");
  expect(engine.active()).toEqual([{ spec: 'events:drop', seen: 1, struck: 1 }]);
  engine.set(['events:drop', 'pushes:drop'], 9);
  expect(engine.seed).toBe(9);
  expect(engine.active().map(({ seen }) => seen)).toEqual([0, 0]);
  engine.clear();
  expect(engine.active()).toEqual([]);
  expect(engine.isSet('events')).toBe(false);
});

test('each strike is logged with its point and what was hit', () => {
  const lines: unknown[] = [];
  const log: Log = { ...silentLog, warn: (message, fields) => void lines.push([message, fields]) };
  const { engine } = createEngine(1, log);
  engine.set(['events:drop,nth=2']);
  engine.strike('events', { name: 'f' });
  engine.strike('events', { name: 'f' });

  expect(lines).toEqual([
    ['faults are on', { faults: ['events:drop,nth=2'], seed: 1 }],
    ['fault', { point: 'events', action: 'drop', hit: 'f', occasion: 2 }],
  ]);
});
