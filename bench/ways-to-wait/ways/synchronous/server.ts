import { makeFile } from '../../generator.ts';
import { answer, readJson } from '../http.ts';
import type { WayServer, Work } from '../way.ts';

// documented: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
const INTEGRATION_TIMEOUT_MS = 29_000;

/** The file is the answer; what takes longer than the API waits is lost. */
export function createServer(): WayServer {
  return {
    handle: (request, response) => {
      const limit = setTimeout(
        // assumed: API Gateway's words; a caller goes by the status
        () => answer(response, 504, { message: 'Endpoint request timed out' }),
        INTEGRATION_TIMEOUT_MS,
      );
      void readJson<Work>(request)
        .then(makeFile)
        .then((file) => {
          if (response.headersSent || response.destroyed) return;
          answer(response, 200, { finishedAt: new Date().toISOString(), file: file.toString() });
        })
        .catch((error: unknown) => {
          if (!response.headersSent) answer(response, 500, { message: String(error) });
        })
        .finally(() => clearTimeout(limit));
    },
  };
}
