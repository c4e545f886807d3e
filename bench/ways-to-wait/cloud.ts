/** `cloud.ts <users>`: this product's stack on a local cloud of its own; its DynamoDB and S3 are every way's. */
import { APPS } from '../../test/support/apps.ts';
import { startTestCloud } from '../../test/support/cloud.ts';
import { addUser, PASSWORD } from '../../test/support/users.ts';
import { serveQuestions } from './channel.ts';
import { createTables, REPORTS } from './store.ts';
import { watchUse } from './used.ts';
import { CONNECTIONS } from './ways/hand-kept-websocket/connections.ts';

const cloud = await startTestCloud(APPS.reports);
await createTables(cloud.awsOrigin, [REPORTS, CONNECTIONS]);
process.on('disconnect', () => {
  void Promise.resolve(cloud[Symbol.asyncDispose]()).finally(() => process.exit());
});
const users = Array.from({ length: Number(process.argv[2]) }, (_, n) => ({
  username: `waits-${n}@example.com`,
  password: PASSWORD,
}));
for (const { username } of users) await addUser(cloud, username);
serveQuestions(
  {
    users,
    apiOrigin: cloud.apiOrigin,
    awsOrigin: cloud.awsOrigin,
    bucket: cloud.stack.outputs.DatasetsBucket ?? '',
  },
  watchUse(),
);
