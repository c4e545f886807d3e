/** The thread of `startSendThread`: sends requests and tells the answers, or why there are none. */
import { parentPort, workerData } from 'node:worker_threads';
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import type { SendAnswer, SendRequest, SentRequest, SentResponse } from './send-thread.ts';

type HttpRequest = Parameters<NodeHttpHandler['handle']>[0];

const handler = new NodeHttpHandler(workerData as NodeHttpHandlerOptions);
const underWay = new Map<number, AbortController>();

// What was posted before this line waits in the port.
parentPort?.on('message', (asked: SendRequest) => {
  if (asked.request === 'abort') underWay.get(asked.id)?.abort();
  else void answer(asked.id, asked.request);
});

async function answer(id: number, request: SentRequest): Promise<void> {
  const aborting = new AbortController();
  underWay.set(id, aborting);
  const result = await send(request, aborting.signal).then(
    (response) => ({ response }),
    (error: unknown) => ({ failure: error as Error & { code?: string } }),
  );
  underWay.delete(id);
  parentPort?.postMessage(describe(id, result));
}

async function send(request: SentRequest, abortSignal: AbortSignal): Promise<SentResponse> {
  const { response } = await handler.handle(request as HttpRequest, { abortSignal });
  const { statusCode, reason, headers } = response;
  const chunks: Uint8Array[] = [];
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return { statusCode, ...(reason && { reason }), headers, body: Buffer.concat(chunks) };
}

/** Errors lose their codes on the way to another thread, and these decide whether a request is tried again. */
function describe(
  id: number,
  result: { response: SentResponse } | { failure: Error & { code?: string } },
): SendAnswer {
  if ('response' in result) return { id, response: result.response };
  const { name, message, code } = result.failure;
  return { id, failure: { name, message, ...(code && { code }) } };
}
