import { describe, expect, it } from 'vitest';
import { createDelayLine } from './delay-line.ts';
import { createHeldClock } from './services/appsync/realtime/test-bed.ts';

describe('createDelayLine', () => {
  it('calls back after the delay and not before', () => {
    const clock = createHeldClock();
    const called: string[] = [];
    createDelayLine(clock, 100).add(() => called.push('a'));

    clock.advance(99);
    const before = [...called];
    clock.advance(1);

    expect([before, called]).toEqual([[], ['a']]);
  });

  it('holds one timer however many wait, and none when nobody does', () => {
    const clock = createHeldClock();
    const line = createDelayLine(clock, 100);

    for (let n = 0; n < 1_000; n++) line.add(() => undefined);
    const whileWaiting = clock.timers;
    clock.advance(100);

    expect([whileWaiting, clock.timers]).toEqual([1, 0]);
  });

  it('needs no new timer for those who come after all have left', () => {
    const clock = createHeldClock();
    const line = createDelayLine(clock, 100);
    const at: string[] = [];

    for (let n = 0; n < 10; n++) {
      clock.advance(10);
      line.add(() => undefined)[Symbol.dispose]();
    }
    const left = clock.timers;
    const startMs = clock.now();
    line.add(() => at.push(`called after ${clock.now() - startMs}`));
    clock.advance(1_000);

    expect([left, at, clock.timers]).toEqual([1, ['called after 100'], 0]);
  });

  it('lets a caller come back from its own callback', () => {
    const clock = createHeldClock();
    const line = createDelayLine(clock, 60);
    let calls = 0;
    const again = (): void => {
      calls++;
      line.add(again);
    };
    line.add(again);

    clock.advance(600);

    expect(calls).toBe(10);
  });

  it('keeps each caller its own due time', () => {
    const clock = createHeldClock();
    const line = createDelayLine(clock, 100);
    const at: string[] = [];
    const startMs = clock.now();
    const note = (name: string) => (): void => void at.push(`${name}@${clock.now() - startMs}`);

    line.add(note('a'));
    clock.advance(30);
    const cancelled = line.add(note('cancelled'));
    clock.advance(30);
    line.add(note('b'));
    cancelled[Symbol.dispose]();
    clock.advance(1_000);

    expect(at).toEqual(['a@100', 'b@160']);
  });

  it('calls nobody after it is disposed', () => {
    const clock = createHeldClock();
    const line = createDelayLine(clock, 100);
    let called = false;
    line.add(() => (called = true));

    line[Symbol.dispose]();
    clock.advance(1_000);

    expect([called, clock.timers]).toEqual([false, 0]);
  });
});
