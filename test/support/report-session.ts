import { ListMultipartUploadsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import {
  configureReports,
  createReportsClient,
  type Report,
  type ReportsClient,
} from '../../client/index.ts';
import { tmpdir } from 'node:os';
import { silentLog, type LocalCloud } from '../../local/index.ts';
import { readFunctions } from '../../local/runtime/functions.ts';
import type { FunctionConfig } from '../../local/services/lambda/types.ts';
import { APPS, type TestApp } from './apps.ts';
import { DEMO_USER, ROOT_CREDENTIALS, SEED, startTestCloud } from './cloud.ts';
import { signInWithAmplify } from './users.ts';

/** A cloud with datasets, the demo user signed in, and looks behind the scenes. */
export interface ReportSession extends AsyncDisposable {
  readonly cloud: LocalCloud;
  readonly reports: ReportsClient;
  /** Reads the report every 50 ms until it is as wanted; rejects after 60 s. */
  until(reportId: string, holds: (report: Report) => boolean): Promise<Report>;
  /** The generator, as the template states it. */
  readonly generator: FunctionConfig;
  /** The most memory an invocation of the generator has used, in MB, from Lambda's REPORT lines. */
  peakMemoryMb(): number;
  /** How often the generator has handed the report on to a further invocation of itself. */
  handovers(reportId: string): number;
  /** Keys of all objects and unfinished uploads in the bucket of finished files. */
  storedKeys(): Promise<string[]>;
}

const READ_EVERY_MS = 50;
const GIVE_UP_MS = 60_000;

/** `seed: false` leaves the datasets out. */
export async function startReportSession({
  seed = true,
  app = APPS.reports,
}: { readonly seed?: boolean; readonly app?: TestApp } = {}): Promise<ReportSession> {
  const logged: string[] = [];
  const log = { ...silentLog, info: (message: string) => void logged.push(message) };
  const cloud = await startTestCloud(app, { ...(seed ? { seed: SEED } : {}), log });
  configureReports(cloud.amplifyOutputs as unknown as Parameters<typeof configureReports>[0]);
  await signInWithAmplify(DEMO_USER.username, DEMO_USER.password);
  const reports = createReportsClient();
  const s3 = new S3Client({
    endpoint: cloud.awsOrigin,
    region: 'us-east-1',
    credentials: ROOT_CREDENTIALS,
  });
  const generator = readFunctions(cloud.stack, tmpdir()).find(
    ({ timeoutMs }) => timeoutMs === 900_000,
  );
  if (!generator) throw new Error('the template has no generator');
  const Bucket = generator.environment.REPORTS_BUCKET;
  return {
    cloud,
    reports,
    generator,
    peakMemoryMb: () =>
      Math.max(...logged.map((line) => Number(/Max Memory Used: (\d+) MB/.exec(line)?.[1] ?? 0))),
    handovers: (reportId) =>
      logged.filter((line) => line.includes('"message":"continued"') && line.includes(reportId))
        .length,
    async until(reportId, holds) {
      for (const end = performance.now() + GIVE_UP_MS; performance.now() < end;) {
        const report = await reports.get(reportId);
        if (report && holds(report)) return report;
        await new Promise((resolve) => setTimeout(resolve, READ_EVERY_MS));
      }
      throw new Error(`report ${reportId} did not come to that`);
    },
    async storedKeys() {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
      const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
      const unfinished = Uploads.map(({ Key }) => `${Key} (unfinished)`);
      return [...Contents.map(({ Key }) => Key ?? ''), ...unfinished];
    },
    async [Symbol.asyncDispose]() {
      s3.destroy();
      reports[Symbol.dispose]();
      await cloud[Symbol.asyncDispose]();
    },
  };
}
