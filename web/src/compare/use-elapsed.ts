import { useEffect, useState } from 'react';

const TICK_MS = 100;

/** Milliseconds since `startedAtMs`, ten times a second while something runs. */
export function useElapsed(startedAtMs: number | undefined, isRunning: boolean): number {
  const [nowMs, setNowMs] = useState(() => performance.now());

  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => setNowMs(performance.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [isRunning]);

  return startedAtMs === undefined ? 0 : Math.max(0, nowMs - startedAtMs);
}
