import { order } from '../order.ts';
import type { Ask, Finished } from '../way.ts';

export function createAsk(origin: string): Ask {
  return async (work) => wait(origin, await order(origin, work));
}

/** Listens. An EventSource that has lost its connection opens it again by itself. */
export function wait(origin: string, reportId: string): Promise<Finished> {
  const { promise, resolve, reject } = Promise.withResolvers<Finished>();
  const source = new EventSource(`${origin}/reports/${reportId}/events`);
  source.addEventListener('finished', ({ data }: MessageEvent<string>) => {
    source.close();
    resolve(JSON.parse(data) as Finished);
  });
  source.onerror = () => {
    if (source.readyState === source.CLOSED) reject(new Error('the stream was refused'));
  };
  return promise;
}
