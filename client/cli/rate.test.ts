import { expect, test } from 'vitest';
import { aReport } from '../test-bed.ts';
import { createRateMeter } from './rate.ts';

function setUp() {
  let nowMs = 0;
  const meter = createRateMeter(() => nowMs);
  const see = (atMs: number, rowsWritten: number, attempt = 1) => {
    nowMs = atMs;
    const bytesWritten = rowsWritten * 10;
    const progress = { phase: 'writing', rowsWritten, rowsExpected: null, bytesWritten };
    meter.see(
      aReport({
        status: 'RUNNING',
        attempt,
        progress: { ...progress, percent: null, etaSeconds: null },
      }),
    );
    return meter.rate();
  };
  return { meter, see };
}

test('a rate is told after a second, of the last ten', () => {
  const { see } = setUp();

  expect([see(0, 0), see(500, 100), see(1_000, 300)]).toEqual([
    undefined,
    undefined,
    { rows: 300, bytes: 3_000 },
  ]);
  expect(see(12_000, 1_000)).toBeUndefined();
  expect(see(14_000, 3_000)).toEqual({ rows: 1_000, bytes: 10_000 });
});

test('another attempt begins anew', () => {
  const { see } = setUp();
  see(0, 0);
  see(2_000, 1_000);

  expect(see(3_000, 0, 2)).toBeUndefined();
  expect(see(5_000, 100, 2)).toEqual({ rows: 50, bytes: 500 });
});

test('what does not run has no rate', () => {
  const { meter } = setUp();
  meter.see(aReport());

  expect(meter.rate()).toBeUndefined();
});
