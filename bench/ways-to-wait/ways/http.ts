import type { IncomingMessage, ServerResponse } from 'node:http';

/** Reads a JSON body. */
export async function readJson<T>(request: IncomingMessage): Promise<T> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text) as T;
}

/** Answers with JSON. */
export function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** The id at the end of a path such as `/reports/<id>`. */
export function idOf(request: IncomingMessage): string {
  return new URL(request.url ?? '/', 'http://server').pathname.split('/').at(-1) ?? '';
}
