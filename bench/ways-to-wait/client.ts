/** `client.ts <way> [<api origin> <cloud origin> <user> <password>]`: clients of one way; Amplify knows one API and one user. */
import { askOne } from './ask-one.ts';
import { serveQuestions } from './channel.ts';
import { prepareAmplify } from './prepare-amplify.ts';
import { waitTogether, type CrowdJob } from './wait-together.ts';
import type { Ask, WayClient, Work } from './ways/way.ts';

/** One report by one client. */
export interface AskJob {
  readonly kind: 'ask';
  readonly origin: string;
  readonly work: Work;
  readonly giveUpMs: number;
}

const [way = '', apiOrigin, cloudOrigin = '', username = '', password = ''] = process.argv.slice(2);
const authorization =
  apiOrigin === undefined
    ? undefined
    : await prepareAmplify(apiOrigin, cloudOrigin, { username, password });
const client = (await import(`./ways/${way}/client.ts`)) as WayClient;
process.on('disconnect', () => process.exit());
const asks = new Map<string, Ask>();

function askAt(origin: string): Ask {
  const ask = asks.get(origin) ?? client.createAsk(origin);
  asks.set(origin, ask);
  return ask;
}

serveQuestions<AskJob | CrowdJob>({}, (job) =>
  job.kind === 'ask'
    ? askOne(askAt(job.origin), job.work, job.giveUpMs)
    : waitTogether(job, client, authorization),
);
