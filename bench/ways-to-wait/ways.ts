import path from 'node:path';

/** A way to wait, and the files somebody who takes it has to write and keep. */
export interface Way {
  readonly folder: string;
  readonly title: string;
  /** Runs on this product's own stack. */
  readonly isAppSync: boolean;
  readonly clientFiles: readonly string[];
  /** Of those that are part of the way: rows, files and the generator are the same for all. */
  readonly serverFiles: readonly string[];
}

const here = import.meta.dirname;
const root = path.join(here, '../..');
const ORDER = path.join(here, 'ways/order.ts');

/** What orders a report and what tells of it; the rest of `resolvers/` is rows, leases, limits and recovery. */
const APPSYNC_SERVER = [
  'resolvers/Mutation.generateReport.ts',
  'resolvers/functions/startGenerator.ts',
  'resolvers/Mutation.reportReady.ts',
  'resolvers/Subscription.onReportReady.ts',
  'functions/generate-report/announcer.ts',
  'functions/lib/graphql-api.ts',
].map((file) => path.join(root, file));

export const WAYS: readonly Way[] = [
  baseline('synchronous', 'synchronous request', ['client.ts'], ['server.ts']),
  baseline('short-polling', 'polling each 2 s'),
  baseline('long-polling', 'long polling, 25 s'),
  baseline('server-sent-events', 'Server-Sent Events'),
  baseline(
    'hand-kept-websocket',
    'hand-kept WebSocket',
    ['client.ts', ORDER],
    ['server.ts', 'connections.ts'],
  ),
  {
    folder: 'amplify',
    title: 'AppSync, Amplify alone',
    isAppSync: true,
    clientFiles: [path.join(here, 'ways/amplify/client.ts')],
    serverFiles: APPSYNC_SERVER,
  },
  {
    folder: 'our-client',
    title: "AppSync, this product's client",
    isAppSync: true,
    clientFiles: [path.join(here, 'ways/our-client/client.ts')],
    serverFiles: APPSYNC_SERVER,
  },
];

function baseline(
  folder: string,
  title: string,
  clientFiles: readonly string[] = ['client.ts', ORDER],
  serverFiles: readonly string[] = ['server.ts'],
): Way {
  const resolve = (file: string): string => path.resolve(here, 'ways', folder, file);
  return {
    folder,
    title,
    isAppSync: false,
    clientFiles: clientFiles.map(resolve),
    serverFiles: serverFiles.map(resolve),
  };
}
