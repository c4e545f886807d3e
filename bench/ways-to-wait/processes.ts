import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { DEMO_USER } from '../../test/support/cloud.ts';
import type { Asked } from './ask-one.ts';
import { openChannel } from './channel.ts';
import type { AskJob } from './client.ts';
import type { Used } from './used.ts';
import type { CrowdJob, CrowdMeasured } from './wait-together.ts';
import type { Way } from './ways.ts';

export interface User {
  readonly username: string;
  readonly password: string;
}

export interface Cloud extends Disposable {
  readonly apiOrigin: string;
  readonly awsOrigin: string;
  readonly bucket: string;
  /** Users beside the demo user. */
  readonly users: readonly User[];
  used(): Promise<Used>;
}

export interface RunningServer extends Disposable {
  readonly origin: string;
  used(): Promise<Used>;
}

export interface Clients extends Disposable {
  ask(job: Omit<AskJob, 'kind'>): Promise<Asked>;
  waitTogether(job: Omit<CrowdJob, 'kind'>): Promise<CrowdMeasured>;
}

const COLLECTS = ['--expose-gc'];
const HAS_EVENT_SOURCE = ['--experimental-eventsource', '--disable-warning=UNDICI-ES'];

export async function startCloud(users = 0): Promise<Cloud> {
  const child = start(COLLECTS, 'cloud.ts', String(users));
  const { ready, ask } = await openChannel(child);
  return {
    ...(ready as Omit<Cloud, 'used'>),
    used: async () => (await ask({})) as Used,
    [Symbol.dispose]: () => child.disconnect(), // it ends its own functions
  };
}

export async function startServer(way: Way, cloud: Cloud): Promise<RunningServer> {
  const child = start(COLLECTS, 'server.ts', way.folder, cloud.awsOrigin, cloud.bucket);
  const { ready, ask } = await openChannel(child);
  return {
    ...(ready as { readonly origin: string }),
    used: async () => (await ask({})) as Used,
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  };
}

/** A process for clients of a way. Those of this product talk to `apiOrigin` and sign in at the cloud itself. */
export async function startClients(
  way: Way,
  apiOrigin: string,
  cloud: Cloud,
  { username, password }: User = DEMO_USER,
): Promise<Clients> {
  const amplify = way.isAppSync ? [apiOrigin, cloud.apiOrigin, username, password] : [];
  const child = start(HAS_EVENT_SOURCE, 'client.ts', way.folder, ...amplify);
  const { ask } = await openChannel(child);
  return {
    ask: async (job) => (await ask({ kind: 'ask', ...job })) as Asked,
    waitTogether: async (job) => (await ask({ kind: 'crowd', ...job })) as CrowdMeasured,
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  };
}

function start(execArgv: string[], script: string, ...args: string[]): ChildProcess {
  return fork(path.join(import.meta.dirname, script), args, { execArgv });
}
