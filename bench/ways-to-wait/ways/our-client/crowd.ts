import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Finished } from '../way.ts';

const READY = `subscription ($reportId: ID) {
  onReportReady(reportId: $reportId) { reportId status finishedAt download { url } }
}`;

interface Frame {
  readonly type: string;
  readonly payload?: {
    readonly data?: { readonly onReportReady: { finishedAt: string; download: { url: string } } };
  };
}

/** A subscriber by AppSync's protocol itself: a thousand Amplifys do not fit into one process. */
export async function subscribe(
  origin: string,
  reportId: string,
  authorization: string,
): Promise<{ readonly told: Promise<Finished> }> {
  const credentials = { host: new URL(origin).host, Authorization: authorization };
  const header = Buffer.from(JSON.stringify(credentials)).toString('base64url');
  const { promise: accepted, resolve: onAccepted } = Promise.withResolvers<undefined>();
  const { promise: told, resolve, reject } = Promise.withResolvers<Finished>();
  told.catch(() => undefined); // whoever awaits it is told
  const url = `${origin.replace('http', 'ws')}/graphql/realtime`;
  const socket = new WebSocket(url, ['graphql-ws', `header-${header}`]);
  const lost = (why: string) => (): void => reject(new Error(why));
  socket.on('error', lost('the socket failed')).on('close', lost('the socket was closed'));
  socket.on('message', (text: Buffer) => {
    const { type, payload } = JSON.parse(text.toString()) as Frame;
    if (type === 'connection_ack') {
      const start = {
        data: JSON.stringify({ query: READY, variables: { reportId } }),
        extensions: { authorization: credentials },
      };
      socket.send(JSON.stringify({ id: '1', type: 'start', payload: start }));
    } else if (type === 'start_ack') onAccepted(undefined);
    else if (type === 'data' && payload?.data) {
      const { finishedAt, download } = payload.data.onReportReady;
      resolve({ finishedAt, link: download.url });
      socket.close();
    } else if (type === 'error' || type === 'connection_error') reject(new Error(text.toString()));
  });
  await Promise.race([once(socket, 'open'), told]);
  socket.send('{"type":"connection_init"}');
  await Promise.race([accepted, told]);
  return { told };
}
