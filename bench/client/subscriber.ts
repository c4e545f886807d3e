import { generateClient } from 'aws-amplify/api';
import { Hub } from 'aws-amplify/utils';
import {
  configureReports,
  createReportsClient,
  loadOutputs,
  type Connection,
} from '../../client/index.ts';
import { OnReportReadyDocument } from '../../schema/generated/documents.ts';
import { signInWithAmplify } from '../../test/support/users.ts';

/** `node subscriber.ts <ours|amplify> <origin>`: subscribes, and prints `live <epoch ms>` each time pushes (again) arrive. */
const [kind, origin = ''] = process.argv.slice(2);
const live = (): void => console.log(`live ${Date.now()}`);

configureReports(await loadOutputs(`${origin}/amplify_outputs.json`));
await signInWithAmplify('demo@example.com', 'Demo-Reports-2026');

if (kind === 'ours') {
  const onConnection = (connection: Connection): void => {
    if (connection === 'live') live();
  };
  createReportsClient({ onConnection }).watchAll(() => undefined);
} else {
  // What Amplify's guide shows: a subscription, and the Hub for how it fares.
  let isConnected = false;
  Hub.listen('api', ({ payload }) => {
    const { event, data } = payload as { event: string; data?: { connectionState?: string } };
    if (event === 'Subscription ack' && !isConnected) {
      isConnected = true;
      live();
    }
    if (data?.connectionState === 'Connected' && !isConnected) {
      isConnected = true;
      live();
    }
    if (data?.connectionState && data.connectionState !== 'Connected') isConnected = false;
  });
  const stream = generateClient().graphql({
    query: String(OnReportReadyDocument),
    authMode: 'userPool',
  }) as unknown as { subscribe(observer: object): unknown };
  stream.subscribe({ next() {}, error() {} });
}
