import { EventEmitter, on } from 'node:events';
import { startReport } from '../../generator.ts';
import type { Row, Store } from '../../store.ts';
import { answer, idOf, readJson } from '../http.ts';
import type { WayServer, Work } from '../way.ts';

/** Below the 29 seconds after which API Gateway would answer by itself. */
const HOLD_MS = 25_000;

/** Holds a question until the report is finished. Knows of reports made in this process only. */
export function createServer(store: Store): WayServer {
  const finished = new EventEmitter({ captureRejections: true }).setMaxListeners(0);
  const hold = async (reportId: string): Promise<Row | undefined> => {
    const limit = AbortSignal.timeout(HOLD_MS);
    const news = on(finished, reportId, { signal: limit }); // before the read, so that none is missed
    const row = await store.read(reportId);
    if (row?.status !== 'RUNNING') {
      await news.return?.();
      return row;
    }
    try {
      for await (const [told] of news) return told as Row;
    } catch (error) {
      if (!limit.aborted) throw error;
    }
    return row;
  };
  const start = (work: Work): Promise<Row> =>
    startReport(store, work, (row) => void finished.emit(row.reportId, row));
  return {
    handle: (request, response) => {
      const answered =
        request.method === 'POST' ? readJson<Work>(request).then(start) : hold(idOf(request));
      void answered
        .then((row) => answer(response, row ? 200 : 404, row ?? {}))
        .catch((error: unknown) => answer(response, 500, { message: String(error) }));
    },
  };
}
