/** This product's stack on a local cloud in a process of its own; its DynamoDB and S3 are every way's. */
import { APPS } from '../../test/support/apps.ts';
import { startTestCloud } from '../../test/support/cloud.ts';
import { serveQuestions } from './channel.ts';
import { createTables, REPORTS } from './store.ts';
import { watchUse } from './used.ts';
import { CONNECTIONS } from './ways/hand-kept-websocket/connections.ts';

const cloud = await startTestCloud(APPS.reports);
await createTables(cloud.awsOrigin, [REPORTS, CONNECTIONS]);
process.on('disconnect', () => {
  void Promise.resolve(cloud[Symbol.asyncDispose]()).finally(() => process.exit());
});
serveQuestions(
  {
    apiOrigin: cloud.apiOrigin,
    awsOrigin: cloud.awsOrigin,
    bucket: cloud.stack.outputs.DatasetsBucket ?? '',
  },
  watchUse(),
);
