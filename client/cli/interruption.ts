import { EXIT_INTERRUPTED } from './exit-codes.ts';

/** npm passes a Ctrl-C on that its terminal has already sent to this process: two within this time are one. */
const SAME_KEY_MS = 500;

/** Ctrl-C, and being told to end. */
export interface Interruption {
  /** Aborted when this command is to end and leave what it has started. */
  readonly signal: AbortSignal;
  /** Until disposed, the first Ctrl-C goes to `onPressed` and the next one ends. */
  intercept(onPressed: () => void): Disposable;
  /** Ends this command as a Ctrl-C does. */
  leave(): void;
}

export interface Signals {
  on(name: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  exit(code: number): unknown;
}

/** Listens for the signals of a process; one that comes after `signal` was aborted ends it at once. */
export function createInterruption(process: Signals, nowMs: () => number): Interruption {
  const ending = new AbortController();
  let interceptor: (() => void) | undefined;
  let pressedAtMs = -Infinity;

  process.on('SIGINT', () => {
    const isSame = nowMs() - pressedAtMs < SAME_KEY_MS;
    pressedAtMs = nowMs();
    if (isSame) return;
    if (interceptor) {
      const onPressed = interceptor;
      interceptor = undefined;
      onPressed();
    } else end('SIGINT');
  });
  process.on('SIGTERM', () => end('SIGTERM'));

  return {
    signal: ending.signal,
    intercept(onPressed) {
      interceptor = onPressed;
      return {
        [Symbol.dispose]() {
          if (interceptor === onPressed) interceptor = undefined;
        },
      };
    },
    leave: () => ending.abort('left'),
  };

  function end(name: string): void {
    if (ending.signal.aborted) process.exit(EXIT_INTERRUPTED);
    ending.abort(name);
  }
}
