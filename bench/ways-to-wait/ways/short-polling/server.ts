import { startReport } from '../../generator.ts';
import type { Store } from '../../store.ts';
import { answer, idOf, readJson } from '../http.ts';
import type { WayServer, Work } from '../way.ts';

/** Takes orders, and reads the row at each question. */
export function createServer(store: Store): WayServer {
  return {
    handle: (request, response) => {
      const answered =
        request.method === 'POST'
          ? readJson<Work>(request).then((work) => startReport(store, work))
          : store.read(idOf(request));
      void answered
        .then((report) => answer(response, report ? 200 : 404, report ?? {}))
        .catch((error: unknown) => answer(response, 500, { message: String(error) }));
    },
  };
}
