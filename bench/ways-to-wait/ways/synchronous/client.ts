import type { Ask, Finished } from '../way.ts';

/** Asks, and waits for the answer. */
export function createAsk(origin: string): Ask {
  return async (work) => {
    const answer = await fetch(`${origin}/reports`, { method: 'POST', body: JSON.stringify(work) });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    return (await answer.json()) as Finished & { file: string };
  };
}
