/** `client.ts <way> [<api origin> <cloud origin>]`: clients of one way, in a process of their own; Amplify knows one API only. */
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

const [way = '', apiOrigin, cloudOrigin] = process.argv.slice(2);
const authorization =
  apiOrigin !== undefined && cloudOrigin !== undefined
    ? await prepareAmplify(apiOrigin, cloudOrigin)
    : undefined;
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
