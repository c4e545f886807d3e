import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { LocalCloud } from '../../local/index.ts';
import * as documents from '../../schema/generated/documents.ts';
import { createReportsClient, isNotFinished, isNotFound } from '../../client/index.ts';
import { configureAmplify } from '../support/amplify.ts';
import { openBackstage, type Backstage } from '../support/backstage.ts';
import { startTestCloud } from '../support/cloud.ts';
import { signInPerson, type Person } from '../support/person.ts';
import { errorType, fieldOf } from '../support/rows-bed.ts';
import { addUser, PASSWORD } from '../support/users.ts';

/** Deleting reports: nothing of them is left, and whoever should know knows. */

const EVE = { username: 'eve@example.com', password: PASSWORD };
const QUIET_MS = 300;

let cloud: LocalCloud;
let backstage: Backstage;
let owner: Person;
let eve: Person;
let reportId: string;

beforeAll(async () => {
  cloud = await startTestCloud();
  configureAmplify(cloud);
  backstage = openBackstage(cloud);
  await addUser(cloud, EVE.username);
  eve = await signInPerson(cloud, EVE);
  owner = await signInPerson(cloud);
});

afterAll(async () => {
  backstage[Symbol.dispose]();
  await cloud[Symbol.asyncDispose]();
});

beforeEach(() => {
  reportId = crypto.randomUUID();
});

const remove = (person = owner) => person.call(documents.DeleteReportDocument, { reportId });

/** Orders a report and waits for its file; resolves with a link to it. */
async function finish(): Promise<string> {
  await owner.order(reportId);
  const report = await owner.until(reportId, ({ status }) => status === 'SUCCEEDED');
  return report.download?.url ?? '';
}

async function keysOfReport(): Promise<string[]> {
  return (await backstage.storedKeys()).filter((key) => key.includes(reportId));
}

test('deleting removes row and file, and a link that was given before is dead', async () => {
  const url = await finish();
  expect((await fetch(url)).status).toBe(200);
  expect(await keysOfReport()).toHaveLength(1);

  expect(fieldOf(await remove())).toMatchObject({ reportId, kind: 'sample' });

  // The role that signed the link may not list the bucket: S3 does not tell it what is there.
  expect((await fetch(url)).status).toBe(403);
  expect(await owner.read(reportId)).toBeNull();
  expect(await keysOfReport()).toEqual([]);
});

test('deleting is told to the owner’s other sessions and to nobody else', async () => {
  await finish();
  using byId = await owner.subscribe(documents.OnReportDeletedDocument, reportId);
  using all = await owner.subscribe(documents.OnReportDeletedDocument);
  using another = await owner.subscribe(documents.OnReportDeletedDocument, crypto.randomUUID());
  using hers = await eve.subscribe(documents.OnReportDeletedDocument, reportId);
  using allHers = await eve.subscribe(documents.OnReportDeletedDocument);

  await remove();

  for (const { inbox } of [byId, all]) {
    expect(await inbox.first(() => true, 5_000)).toMatchObject({ reportId });
  }
  await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
  for (const { inbox } of [byId, all]) expect(inbox.received).toHaveLength(1);
  for (const { inbox } of [another, hers, allHers]) expect(inbox.received).toEqual([]);
});

test('the client deletes, and a client elsewhere drops the report from its list at once', async () => {
  await finish();
  using here = createReportsClient();
  using elsewhere = createReportsClient();
  let listed: string[] = [];
  const live = Promise.withResolvers<undefined>();
  using _watch = elsewhere.watchAll((reports) => {
    listed = reports.map((report) => report.reportId);
    if (listed.includes(reportId)) live.resolve(undefined);
  });
  await live.promise;

  expect(await here.delete(reportId)).toMatchObject({ reportId });

  await expect.poll(() => listed.includes(reportId), { timeout: 5_000 }).toBe(false);
  expect(isNotFound(await here.delete(reportId).catch((error: unknown) => error))).toBe(true);
  await owner.order(reportId, { definition: { sample: { amountOfRows: 5, delayMs: 60_000 } } });
  expect(isNotFinished(await here.delete(reportId).catch((error: unknown) => error))).toBe(true);
  await here.cancel(reportId);
  await owner.until(reportId, ({ status }) => status === 'CANCELLED');
});

test('a report that runs is not deleted; once it is cancelled, it is', async () => {
  await owner.order(reportId, { definition: { sample: { amountOfRows: 50, delayMs: 60_000 } } });
  await owner.until(reportId, ({ status }) => status === 'RUNNING');

  const refused = await remove();
  expect(refused.body).toMatchObject({
    data: { deleteReport: null },
    errors: [
      {
        errorType: 'NotFinished',
        message: 'The report is RUNNING; cancel it before you delete it.',
      },
    ],
  });
  expect(await owner.read(reportId)).toMatchObject({ status: 'RUNNING' });

  await owner.call(documents.CancelReportDocument, { reportId });
  await owner.until(reportId, ({ status }) => status === 'CANCELLED');
  expect(errorType(await remove())).toBeUndefined();
  expect(await owner.read(reportId)).toBeNull();
});

test('a report that failed is deleted, too', async () => {
  await owner.order(reportId, { timeZone: 'Nowhere/Land' });
  await owner.until(reportId, ({ status }) => status === 'FAILED');

  expect(errorType(await remove())).toBeUndefined();
  expect(await owner.read(reportId)).toBeNull();
});

test('deleting twice finds nothing the second time; twice at once deletes once', async () => {
  await finish();
  expect(errorType(await remove())).toBeUndefined();
  expect(errorType(await remove())).toBe('NotFound');

  reportId = crypto.randomUUID();
  await finish();
  const types = (await Promise.all([remove(), remove(), remove()])).map(errorType);
  expect(types).toContain(undefined);
  expect(types.filter((type) => type !== undefined && type !== 'NotFound')).toEqual([]);
  expect(await owner.read(reportId)).toBeNull();
  expect(await keysOfReport()).toEqual([]);
});

test('when the file cannot be removed no link is made any more, and deleting again works', async () => {
  const url = await finish();
  const config = backstage.functionOf('removefiles');
  cloud.services.lambda.createFunction({ ...config, reservedConcurrency: 0 });

  const failed = await remove();
  expect(failed.body).toMatchObject({
    data: { deleteReport: null },
    errors: [
      {
        errorType: 'ServiceUnavailable',
        message: 'The file could not be removed; delete the report again.',
      },
    ],
  });
  expect(await owner.read(reportId)).toMatchObject({ status: 'EXPIRED', download: null });
  // What was given before ends with the file, or by itself within 15 minutes.
  expect((await fetch(url)).status).toBe(200);

  cloud.services.lambda.createFunction(config);
  expect(errorType(await remove())).toBeUndefined();
  expect(await owner.read(reportId)).toBeNull();
  expect(await keysOfReport()).toEqual([]);
  expect((await fetch(url)).status).toBe(403);
});

test('an id whose report was deleted is free for another', async () => {
  await finish();
  await remove();

  const { body } = await owner.order(reportId, { definition: { sample: { amountOfRows: 3 } } });
  expect(body.data?.generateReport).toMatchObject({ reportId, status: 'QUEUED', version: 1 });
  const { result } = await owner.until(reportId, ({ status }) => status === 'SUCCEEDED');
  expect(result?.rowCount).toBe(3);
});
