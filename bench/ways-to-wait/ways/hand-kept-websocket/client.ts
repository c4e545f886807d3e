import { order } from '../order.ts';
import type { Ask, Finished } from '../way.ts';

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 8000;

export function createAsk(origin: string): Ask {
  return async (work) => wait(origin, await order(origin, work));
}

/** Registers for a report on a socket; opens another one, later and later, when that is lost. */
export function wait(origin: string, reportId: string): Promise<Finished> {
  const { promise, resolve } = Promise.withResolvers<Finished>();
  let retryMs = FIRST_RETRY_MS;
  let isKnown = false;
  const open = (): void => {
    const socket = new WebSocket(origin.replace('http', 'ws'));
    socket.onopen = () => {
      retryMs = FIRST_RETRY_MS;
      socket.send(JSON.stringify({ reportId }));
    };
    socket.onmessage = ({ data }: MessageEvent<string>) => {
      isKnown = true;
      socket.close();
      resolve(JSON.parse(data) as Finished);
    };
    socket.onclose = () => {
      if (isKnown) return;
      setTimeout(open, retryMs * (0.5 + Math.random() / 2));
      retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
    };
  };
  open();
  return promise;
}
