import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { startReport } from '../../generator.ts';
import type { Row, Store } from '../../store.ts';
import { answer, readJson } from '../http.ts';
import type { WayServer, Work } from '../way.ts';

/** Proxies close what is silent for long. */
const COMMENT_EVERY_MS = 15_000;

/** Keeps a stream open to each that listens. Knows of reports made in this process only. */
export function createServer(store: Store): WayServer {
  const finished = new EventEmitter().setMaxListeners(0);
  const stream = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, , reportId = ''] = (request.url ?? '').split('/');
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.flushHeaders();
    const beat = setInterval(() => response.write(': still here\n\n'), COMMENT_EVERY_MS);
    const tell = (row: Row): void => {
      response.end(`event: finished\ndata: ${JSON.stringify(row)}\n\n`);
    };
    finished.once(reportId, tell); // before the read, so that none is missed
    response.once('close', () => {
      clearInterval(beat);
      finished.off(reportId, tell);
    });
    const row = await store.read(reportId);
    if (row?.status === 'SUCCEEDED' && !response.writableEnded) tell(row);
  };
  const start = (work: Work): Promise<Row> =>
    startReport(store, work, (row) => void finished.emit(row.reportId, row));
  return {
    handle: (request, response) => {
      const answered =
        request.method === 'POST'
          ? readJson<Work>(request).then(async (work) => answer(response, 200, await start(work)))
          : stream(request, response);
      void answered.catch(() => response.destroy());
    },
  };
}
