import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ListMultipartUploadsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as documents from '../../schema/generated/documents.ts';
import { ROOT_CREDENTIALS } from '../support/cloud.ts';
import { startKillableCloud, type KillableCloud } from '../support/killable-cloud.ts';
import { personWith, type Person, type ReadReport } from '../support/person.ts';
import { readCsv } from '../support/read-file.ts';
import { errorType } from '../support/rows-bed.ts';
import { signInAt } from '../support/users.ts';

/** `kill -9` of everything in the middle of fifty reports: each of them is finished by who comes after. */

const REPORTS = 50;
const AT_ONCE = 50;
const DELAY_MS = 20_000;
/** A minute until recovery looks again for those whose lease had not ended at its first look, the work, and the start. */
const ALL_END_WITHIN_MS = 110_000;

let state: string;
let cloud: KillableCloud | undefined;

beforeEach(async () => {
  state = await mkdtemp(path.join(tmpdir(), 'killed-'));
});

afterEach(async () => {
  await cloud?.kill();
  await rm(state, { recursive: true, force: true });
});

async function start(): Promise<{ cloud: KillableCloud; owner: Person }> {
  cloud = await startKillableCloud(state, AT_ONCE);
  return { cloud, owner: personWith(cloud.apiOrigin, await signInAt(cloud)) };
}

async function listAll(owner: Person): Promise<ReadReport[]> {
  const { body } = await owner.call(documents.ListReportsDocument, { first: 100 });
  return (body.data as unknown as documents.ListReportsQuery).listReports.items as ReadReport[];
}

/** Reads the list until it is as wanted; resolves with it. */
async function untilAll(
  owner: Person,
  holds: (reports: ReadReport[]) => boolean,
  timeoutMs: number,
): Promise<ReadReport[]> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const reports = await listAll(owner);
    if (holds(reports)) return reports;
    if (performance.now() > end) throw new Error(`they did not come to that: ${tally(reports)}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

function tally(reports: readonly ReadReport[]): string {
  const counts = new Map<string, number>();
  for (const { status, attempt } of reports) {
    const key = `${status} ${attempt}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => `${count} × ${key}`).join(', ');
}

test('fifty running reports outlive kill -9 of the whole cloud', { timeout: 180_000 }, async () => {
  const rowsOf = new Map<string, number>();
  const first = await start();
  const startedAt = performance.now();
  for (let index = 0; index < REPORTS; index++) {
    const reportId = crypto.randomUUID();
    rowsOf.set(reportId, 100 + index);
    const definition = { sample: { amountOfRows: 100 + index, delayMs: DELAY_MS } };
    expect(errorType(await first.owner.order(reportId, { definition }))).toBeUndefined();
  }
  const before = await untilAll(
    first.owner,
    (reports) => reports.filter(({ status }) => status === 'RUNNING').length === AT_ONCE,
    40_000,
  );
  const ranMs = performance.now() - startedAt;
  await first.cloud.kill();
  const killedAt = performance.now();

  const second = await start();
  const ended = await untilAll(
    second.owner,
    (reports) => reports.every(({ finishedAt }) => finishedAt !== null),
    ALL_END_WITHIN_MS,
  );
  const tookMs = performance.now() - killedAt;
  console.log(
    `killed ${Math.round(ranMs)} ms after the first order (${tally(before)}); ` +
      `all ended ${Math.round(tookMs)} ms after it (${tally(ended)})`,
  );

  expect(ended).toHaveLength(REPORTS);
  expect(new Set(ended.map(({ status }) => status))).toEqual(new Set(['SUCCEEDED']));
  for (const { reportId } of ended) {
    const report = await second.owner.read(reportId);
    const file = await fetch(report?.download?.url ?? '');
    const bytes = Buffer.from(await file.arrayBuffer());
    expect(bytes).toHaveLength(report?.result?.byteSize ?? -1);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(report?.result?.sha256);
    expect(readCsv(bytes)).toHaveLength(1 + (rowsOf.get(reportId) ?? -1));
  }
  expect(await stored(second.cloud)).toEqual({
    objects: [...rowsOf.keys()].sort(),
    uploads: [],
  });
});

/** The report ids of all objects, one an object, and the keys of all unfinished uploads. */
async function stored({ awsOrigin: endpoint, bucket: Bucket }: KillableCloud) {
  const s3 = new S3Client({ endpoint, region: 'us-east-1', credentials: ROOT_CREDENTIALS });
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
  s3.destroy();
  return {
    objects: Contents.map(({ Key = '' }) => Key.split('/')[2]).sort(),
    uploads: Uploads.map(({ Key }) => Key),
  };
}
