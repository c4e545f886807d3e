import type { IncomingMessage } from 'node:http';
import type { DelayLine } from '../../../delay-line.ts';

/**
 * The body as text; `too large` once it exceeds `maxBytes`, `too slow` when it is not there at the end of `patience`.
 * Rejects when the client goes away.
 */
export function readBody(
  request: IncomingMessage,
  { maxBytes, patience }: { maxBytes: number; patience: DelayLine },
): Promise<{ text: string } | 'too large' | 'too slow'> {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > maxBytes) return Promise.resolve('too large');
  // Listeners and not `for await`, which costs as much as running the document does.
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const waiting = patience.add(() => resolve('too slow'));
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes <= maxBytes) return;
      waiting[Symbol.dispose]();
      request.pause();
      resolve('too large');
    });
    request.on('end', () => {
      waiting[Symbol.dispose]();
      const [only] = chunks;
      const whole = only && chunks.length === 1 ? only : Buffer.concat(chunks);
      resolve({ text: whole.toString('utf8') });
    });
    request.on('close', () => {
      if (request.complete) return;
      waiting[Symbol.dispose]();
      reject(new Error('the client closed the connection'));
    });
  });
}

/** What a body asks for. */
export interface GraphqlBody {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>> | null;
  readonly operationName: string | null;
}

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/retrieve-data-with-graphql-query.html (JSON whatever the content type)
/** Reads the JSON envelope; undefined when there is no query to read. */
export function readEnvelope(text: string): GraphqlBody | undefined {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(body)) return undefined;
  const { query, variables = null, operationName = null } = body;
  if (typeof query !== 'string' || query.trim() === '') return undefined;
  if (variables !== null && !isRecord(variables)) return undefined;
  if (operationName !== null && typeof operationName !== 'string') return undefined;
  return { query, variables, operationName };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
