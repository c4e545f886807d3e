import { expect, test } from 'vitest';
import { createInterruption } from './interruption.ts';

function setUp() {
  const listeners = new Map<string, () => void>();
  const exits: number[] = [];
  let nowMs = 0;
  const interruption = createInterruption(
    {
      on: (name, listener) => listeners.set(name, listener),
      exit: (code) => exits.push(code),
    },
    () => nowMs,
  );
  const send = (name: string, afterMs = 1_000): void => {
    nowMs += afterMs;
    listeners.get(name)?.();
  };
  return { interruption, exits, send };
}

test('Ctrl-C ends; a second one ends the process at once', () => {
  const { interruption, exits, send } = setUp();

  send('SIGINT');
  expect(interruption.signal.aborted).toBe(true);
  expect(exits).toEqual([]);
  send('SIGINT');

  expect(exits).toEqual([130]);
});

test('one that comes twice, as npm passes it on, is one', () => {
  const { interruption, exits, send } = setUp();
  let pressed = 0;
  interruption.intercept(() => (pressed += 1));

  send('SIGINT');
  send('SIGINT', 5);
  expect({ pressed, aborted: interruption.signal.aborted }).toEqual({ pressed: 1, aborted: false });
  send('SIGINT');

  expect({ pressed, aborted: interruption.signal.aborted, exits }).toEqual({
    pressed: 1,
    aborted: true,
    exits: [],
  });
});

test('an interceptor that was disposed is not asked', () => {
  const { interruption, send } = setUp();
  interruption.intercept(() => expect.unreachable())[Symbol.dispose]();

  send('SIGINT');

  expect(interruption.signal.aborted).toBe(true);
});

test('being told to end is not for an interceptor', () => {
  const { interruption, send } = setUp();
  interruption.intercept(() => expect.unreachable());

  send('SIGTERM');

  expect(interruption.signal.aborted).toBe(true);
});
