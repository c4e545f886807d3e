import { once } from 'node:events';
import { WebSocket } from 'ws';
import { createInbox } from './inbox.ts';

/** One subscription on a socket of its own, by literal frames: what AppSync said to the start, and what came. */
export interface RawSubscription extends Disposable {
  /** `start_ack`, or the errorType AppSync refused the connection or the subscription with. */
  readonly answer: string;
  readonly inbox: ReturnType<typeof createInbox<Record<string, unknown>>>;
}

interface Frame {
  readonly type: string;
  readonly payload?: {
    readonly data?: Record<string, Record<string, unknown> | null>;
    readonly errors?: { readonly errorType?: string }[];
  };
}

const ANSWER_WITHIN_MS = 10_000;

/** Connects and subscribes; without `authorization` as nobody. */
export async function subscribeRaw(
  apiOrigin: string,
  document: unknown,
  variables: object,
  authorization?: string,
): Promise<RawSubscription> {
  const { host } = new URL(apiOrigin);
  const credentials = { host, ...(authorization ? { Authorization: authorization } : {}) };
  const header = Buffer.from(JSON.stringify(credentials)).toString('base64url');
  const url = `${apiOrigin.replace('http', 'ws')}/graphql/realtime?payload=e30=&header=${header}`;
  const socket = new WebSocket(url, 'graphql-ws');
  const frames = createInbox<Frame>();
  const inbox = createInbox<Record<string, unknown>>();
  socket.on('message', (text: Buffer) => {
    const frame = JSON.parse(text.toString()) as Frame;
    frames.push(frame);
    const [report] = Object.values(frame.payload?.data ?? {});
    if (frame.type === 'data' && report) inbox.push(report);
  });
  await once(socket, 'open');
  const answered = async (...types: string[]): Promise<Frame> =>
    frames.first(({ type }) => types.includes(type), ANSWER_WITHIN_MS);

  socket.send('{"type":"connection_init"}');
  let frame = await answered('connection_ack', 'connection_error');
  if (frame.type === 'connection_ack') {
    const payload = {
      data: JSON.stringify({ query: String(document), variables }),
      extensions: { authorization: credentials },
    };
    socket.send(JSON.stringify({ id: '1', type: 'start', payload }));
    frame = await answered('start_ack', 'error');
  }
  return {
    answer:
      frame.type === 'start_ack' ? frame.type : (frame.payload?.errors?.[0]?.errorType ?? 'none'),
    inbox,
    [Symbol.dispose]: () => socket.close(),
  };
}
