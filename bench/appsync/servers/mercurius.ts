import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import mercurius from 'mercurius';
import { API_KEY, makeReport, PATH, PLAIN_SDL, type Report } from '../api.ts';

interface Ids {
  readonly reportId: string;
}

/** mercurius on fastify; with `jit` it compiles a document when it comes the second time. */
export async function serveMercurius(jit: 0 | 1): Promise<number> {
  const app = fastify();
  app.addHook('onRequest', (request, reply, done) => {
    // A WebSocket shows its key in `connection_init`.
    const { upgrade, 'x-api-key': key } = request.headers;
    if (upgrade === 'websocket' || key === API_KEY) done();
    else void reply.code(401).send({ errors: [{ message: 'Unauthorized' }] });
  });
  const topicOf = (reportId: string): string => `report ${reportId}`;
  await app.register(mercurius, {
    schema: PLAIN_SDL,
    path: PATH,
    jit,
    subscription: {
      onConnect: ({ payload }: { payload?: Record<string, unknown> }) =>
        payload?.['x-api-key'] === API_KEY,
    },
    resolvers: {
      Query: { report: (_: unknown, { reportId }: Ids) => makeReport(reportId, 42) },
      Mutation: {
        async publish(_: unknown, { reportId, percent }: Ids & { percent: number }, { pubsub }) {
          const report = makeReport(reportId, percent);
          await pubsub.publish({ topic: topicOf(reportId), payload: { onReport: report } });
          return report;
        },
      },
      Subscription: {
        onReport: {
          subscribe: (_: unknown, { reportId }: Ids, { pubsub }: mercurius.MercuriusContext) =>
            pubsub.subscribe<{ onReport: Report }>(topicOf(reportId)) as never,
        },
      },
    },
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  return (app.server.address() as AddressInfo).port;
}
