import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalCloud } from '../../local/index.ts';
import * as documents from '../../schema/generated/documents.ts';
import { configureAmplify } from '../support/amplify.ts';
import { openBackstage, type Backstage } from '../support/backstage.ts';
import { startTestCloud } from '../support/cloud.ts';
import { signInPerson, type Person } from '../support/person.ts';
import { errorType, fieldOf } from '../support/rows-bed.ts';

/** A file's time is over: the schedule finds it, with the functions of the template. */

const RETENTION_MS = 7 * 86_400_000;

let cloud: LocalCloud;
let backstage: Backstage;
let owner: Person;

beforeAll(async () => {
  cloud = await startTestCloud();
  configureAmplify(cloud);
  backstage = openBackstage(cloud);
  owner = await signInPerson(cloud);
});

afterAll(async () => {
  backstage[Symbol.dispose]();
  await cloud[Symbol.asyncDispose]();
});

async function finish(definition: object = { sample: { amountOfRows: 10 } }) {
  const reportId = crypto.randomUUID();
  await owner.order(reportId, { definition });
  const report = await owner.until(reportId, ({ status }) => status === 'SUCCEEDED');
  return { reportId, report, url: report.download?.url ?? '' };
}

/**
 * Lets a report's time be over: functions sign with the machine's clock, so that instead of the cloud's clock the
 * row's own times are moved, by the account's root.
 */
async function letTimePass(reportId: string): Promise<void> {
  const endedMs = Date.now() - 1_000;
  await backstage.dynamodb.send(
    new UpdateItemCommand({
      TableName: backstage.table,
      Key: { owner: { S: owner.sub }, reportId: { S: reportId } },
      UpdateExpression: 'SET dueAt = :due, expiresAt = :at',
      ConditionExpression: 'attribute_exists(dueAt) AND attribute_exists(dueShard)',
      ExpressionAttributeValues: {
        ':due': { N: String(Math.floor(endedMs / 1000)) },
        ':at': { S: new Date(endedMs).toISOString() },
      },
    }),
  );
}

/** Fires the template's schedules, as each minute does. */
async function everyMinute(): Promise<void> {
  for (const { name } of cloud.services.events.schedules()) {
    await cloud.services.events.fireNow(name);
  }
}

async function keysOf(reportId: string): Promise<string[]> {
  return (await backstage.storedKeys()).filter((key) => key.includes(reportId));
}

test('a finished report says when its file goes, seven days ahead', async () => {
  const { report } = await finish();

  const keptMs = Date.parse(report.expiresAt ?? '') - Date.parse(report.finishedAt ?? '');
  expect(Math.abs(keptMs - RETENTION_MS)).toBeLessThan(2_000);
});

test('no link is made once the time is over, though the file may still be there', async () => {
  const { reportId } = await finish();
  await letTimePass(reportId);

  expect(await owner.read(reportId)).toMatchObject({ status: 'SUCCEEDED', download: null });
});

test('an expired report is told to who watches, its file and its links are gone, its definition runs again', async () => {
  const definition = { calendar: { fromDate: '2024-02-27', toDate: '2024-03-02' } };
  const { reportId, report, url } = await finish(definition);
  using ready = await owner.subscribe(documents.OnReportReadyDocument, reportId);
  using all = await owner.subscribe(documents.OnReportReadyDocument);
  expect((await fetch(url)).status).toBe(200);
  await letTimePass(reportId);

  await everyMinute();
  for (const { inbox } of [ready, all]) {
    expect(await inbox.first((pushed) => pushed.reportId === reportId, 10_000)).toMatchObject({
      status: 'EXPIRED',
    });
  }
  await expect.poll(() => keysOf(reportId), { timeout: 10_000 }).toEqual([]);

  expect((await fetch(url)).status).toBe(403);
  const expired = await owner.read(reportId);
  expect(expired).toMatchObject({
    status: 'EXPIRED',
    version: report.version + 1,
    download: null,
    error: null,
    definition: report.definition,
    finishedAt: report.finishedAt,
    result: { rowCount: 5 },
  });

  const again = crypto.randomUUID();
  await owner.order(again, { definition: JSON.parse(expired?.definition ?? '') as object });
  const { result } = await owner.until(again, ({ status }) => status === 'SUCCEEDED');
  expect(result?.sha256).toBe(report.result?.sha256);
});

test('an expired report cannot be cancelled, but deleted', async () => {
  const { reportId } = await finish();
  await letTimePass(reportId);
  await everyMinute();
  await owner.until(reportId, ({ status }) => status === 'EXPIRED');

  const cancelled = await owner.call(documents.CancelReportDocument, { reportId });
  expect(errorType(cancelled)).toBe('AlreadyFinished');
  const deleted = await owner.call(documents.DeleteReportDocument, { reportId });
  expect(fieldOf(deleted)).toMatchObject({ status: 'EXPIRED' });
  expect(await owner.read(reportId)).toBeNull();
});

test('a file that storage does not let go makes no report outlive its time', async () => {
  const { reportId } = await finish();
  await letTimePass(reportId);
  const config = backstage.functionOf('recoverreports');
  const environment = { ...config.environment, REPORTS_BUCKET: 'not-there' };
  cloud.services.lambda.createFunction({ ...config, environment });

  await everyMinute();

  const expired = await owner.until(reportId, ({ status }) => status === 'EXPIRED');
  expect(expired.download).toBeNull();
  cloud.services.lambda.createFunction(config);
  // The bucket's lifecycle takes the file a day later; whoever deletes the report need not wait for it.
  expect(await keysOf(reportId)).toHaveLength(1);
  await owner.call(documents.DeleteReportDocument, { reportId });
  expect(await keysOf(reportId)).toEqual([]);
});

test('a report whose time is not over is left alone by every schedule', async () => {
  const { reportId, report, url } = await finish();
  await everyMinute();
  await cloud.services.lambda.waitUntilIdle();

  const { download: _link, ...row } = report;
  expect(await owner.read(reportId)).toMatchObject(row);
  expect((await fetch(url)).status).toBe(200);
});
