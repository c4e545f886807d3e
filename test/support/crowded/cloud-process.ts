import { tmpdir } from 'node:os';
import { silentLog, startCloud, systemClock } from '../../../local/index.ts';
import { readFunctions } from '../../../local/runtime/functions.ts';
import { APPS } from '../apps.ts';
import { DEMO_USER, ROOT_CREDENTIALS } from '../cloud.ts';

/**
 * A whole cloud as a process of its own, to be killed: `node cloud-process.ts <state directory> <generators at once>`.
 * The command line has no option for how often schedules fire and how many functions run at once.
 */
const EVERY_MS = 2_000;
const GENERATOR_TIMEOUT_MS = 900_000;

const [, , stateDirectory = '', concurrency = '10'] = process.argv;
const cloud = await startCloud({
  root: process.cwd(),
  ...APPS.crowded,
  region: 'us-east-1',
  stateDirectory,
  fresh: false,
  host: '127.0.0.1',
  apiPort: 0,
  awsPort: 0,
  rootCredentials: ROOT_CREDENTIALS,
  demoUsers: [DEMO_USER],
  clock: systemClock,
  log: silentLog,
});
cloud.services.events.setEveryMs(EVERY_MS);
const functions = readFunctions(cloud.stack, tmpdir());
for (const config of functions.filter(({ timeoutMs }) => timeoutMs === GENERATOR_TIMEOUT_MS)) {
  cloud.services.lambda.createFunction({ ...config, reservedConcurrency: Number(concurrency) });
}
const { apiOrigin, awsOrigin } = cloud;
const bucket = functions.find(({ environment }) => environment.REPORTS_BUCKET)?.environment
  .REPORTS_BUCKET;
process.stdout.write(`${JSON.stringify({ apiOrigin, awsOrigin, bucket })}\n`);
