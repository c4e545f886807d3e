import type { IncomingMessage } from 'node:http';

// assumed: a body is read this far past its limit, so that the client gets the answer instead of a broken connection.
const DRAIN_FACTOR = 8;

/** The whole body, or undefined when it is longer than `maxBytes`. Rejects when the client goes away. */
export async function readBody(
  request: IncomingMessage,
  maxBytes: number,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
    if (bytes > maxBytes * DRAIN_FACTOR) break;
  }
  return bytes <= maxBytes ? Buffer.concat(chunks) : undefined;
}
