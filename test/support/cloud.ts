import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  silentLog,
  startCloud,
  systemClock,
  type CloudOptions,
  type LocalCloud,
} from '../../local/index.ts';
import { APPS, type TestApp } from './apps.ts';

export const DEMO_USER = { username: 'demo@example.com', password: 'Demo-Reports-2026' };
/** Puts the datasets in, as `npm start` does. */
export const SEED = 'scripts/seed.ts';
export const ROOT_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/** A cloud of its own on free ports with empty state, gone with everything it kept when disposed. */
export async function startTestCloud(
  testApp: TestApp = APPS.reports,
  options: Partial<CloudOptions> = {},
): Promise<LocalCloud> {
  const stateDirectory = await mkdtemp(path.join(tmpdir(), 'cloud-'));
  const cloud = await startCloud({
    root: process.cwd(),
    ...testApp,
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
    ...options,
  });
  return {
    ...cloud,
    async [Symbol.asyncDispose]() {
      await cloud[Symbol.asyncDispose]();
      await rm(stateDirectory, { recursive: true, force: true });
    },
  };
}
