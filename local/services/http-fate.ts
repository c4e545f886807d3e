import { finished } from 'node:stream/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** What becomes of an HTTP request that a fault has struck. */
export type HttpFate =
  /** Answered without being served, once its body has been read. */
  | { readonly kind: 'answer'; send(response: ServerResponse): void }
  /** Served when `over` settles, unless the caller has hung up by then. */
  | { readonly kind: 'hang'; readonly over: Promise<void> }
  | { readonly kind: 'cutBefore' }
  /** Served, and the connection cut instead of answering. */
  | { readonly kind: 'cutAfter' };

/** Lets a request meet its fate; `serve` is how it would have been served. */
export async function meetFate(
  fate: HttpFate,
  request: IncomingMessage,
  response: ServerResponse,
  serve: () => void | Promise<void>,
): Promise<void> {
  switch (fate.kind) {
    case 'answer':
      await readOut(request);
      if (!response.destroyed) fate.send(response);
      return;
    case 'hang':
      await fate.over;
      if (!response.destroyed) await serve();
      return;
    case 'cutBefore':
      request.socket.destroy();
      return;
    case 'cutAfter':
      loseAnswer(response);
      await serve();
  }
}

/** A client that is still sending does not read an answer. */
async function readOut(request: IncomingMessage): Promise<void> {
  if (request.readableEnded) return;
  request.resume();
  await finished(request, { writable: false }).catch(() => undefined); // the client has gone: nobody reads the answer
}

/** Swallows what is written and cuts the connection where the answer would have ended. */
function loseAnswer(response: ServerResponse): void {
  response.write = () => true;
  response.flushHeaders = () => undefined;
  response.end = () => {
    response.socket?.destroy();
    return response;
  };
}
