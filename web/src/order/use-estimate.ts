import { useEffect, useState } from 'react';
import type { ReportEstimate } from '../../../client/index.ts';
import { orderKey, type Order } from './order.ts';

/** Long enough for the next key, short enough to be there before the button is reached. */
const SETTLE_MS = 350;

/** Asks the API; rejects when there is no answer. */
export type AskEstimate = (order: Order, signal: AbortSignal) => Promise<ReportEstimate>;

/** The newest answer, which may still be about the order before; `estimate` is undefined when there was none. */
export interface Estimating {
  readonly isCurrent: boolean;
  readonly answer:
    { readonly order: Order; readonly estimate: ReportEstimate | undefined } | undefined;
}

/** What `order` is likely to take, asked anew a moment after each change of it. */
export function useEstimate(order: Order | undefined, ask: AskEstimate): Estimating {
  const key = order && orderKey(order);
  const [known, setKnown] = useState<{ key: string } & NonNullable<Estimating['answer']>>();

  useEffect(() => {
    if (key === undefined) return;
    const leaving = new AbortController();
    const asked = JSON.parse(key) as Order;
    const show = (estimate?: ReportEstimate): void => {
      if (!leaving.signal.aborted) setKnown({ key, order: asked, estimate });
    };
    const timer = setTimeout(() => {
      ask(asked, leaving.signal).then(show, () => show());
    }, SETTLE_MS);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [key, ask]);

  return { isCurrent: known?.key === key, answer: known };
}
