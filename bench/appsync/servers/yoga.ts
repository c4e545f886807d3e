import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { createSchema, createYoga } from 'graphql-yoga';
import { API_KEY, makeReport, PATH, PLAIN_SDL } from '../api.ts';

/** graphql-yoga on node:http, its logging and its page switched off; HTTP only. */
export async function serveYoga(): Promise<number> {
  const yoga = createYoga({
    graphqlEndpoint: PATH,
    graphiql: false,
    landingPage: false,
    logging: false,
    schema: createSchema({
      typeDefs: PLAIN_SDL,
      resolvers: {
        Query: {
          report: (_: unknown, { reportId }: { reportId: string }) => makeReport(reportId, 42),
        },
        Mutation: {
          publish: (_: unknown, args: { reportId: string; percent: number }) =>
            makeReport(args.reportId, args.percent),
        },
      },
    }),
  });
  const server = createServer((request, response) => {
    if (request.headers['x-api-key'] === API_KEY) void yoga(request, response);
    else response.writeHead(401).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
