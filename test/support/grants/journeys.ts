import { CreateMultipartUploadCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { LocalCloud } from '../../../local/index.ts';
import type { AccessRecord } from '../../../local/services/aws/iam/journal.ts';
import * as documents from '../../../schema/generated/documents.ts';
import { configureAmplify } from '../amplify.ts';
import { openBackstage, type Backstage } from '../backstage.ts';
import { signInPerson, type Person } from '../person.ts';

/** What a person does with the product, and the calls its roles made for it. */
export interface Journey {
  readonly name: string;
  readonly calls: readonly AccessRecord[];
}

interface Stage extends Backstage {
  readonly cloud: LocalCloud;
  readonly owner: Person;
}

const SLOTS = 10;
/** Of an invocation that cannot end its report: long enough to hand it on. */
const SHORT_MS = 3_000;

/** In this order, as each needs what the roles of the others are allowed as well. */
const JOURNEYS: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  'order a report, list it, download it': orderAndDownload,
  'order one report twice at once': orderTwice,
  'order a report of a query': orderQuery,
  'order a report of a query that outlives its invocation': outliveInvocation,
  'order a report of a query by Athena': orderByAthena,
  'order a report of a query by Athena that is joined in storage': orderJoined,
  'cancel a report while it is written': cancelRunning,
  'cancel a report while its query runs': cancelQuery,
  'begin an upload whose first answer is lost': loseAnswer,
  'be told that the file could not be stored': failToStore,
  'delete a report': deleteReport,
  'lose the worker, and have the report all the same': loseWorker,
  'let the time of a file be over': expire,
  'order more reports than may be under way': orderTooMany,
};

/** Lives through every journey on a cloud with datasets; each has the calls of its own. */
export async function runJourneys(cloud: LocalCloud): Promise<readonly Journey[]> {
  configureAmplify(cloud);
  using backstage = openBackstage(cloud);
  const stage = { ...backstage, cloud, owner: await signInPerson(cloud) };
  const journeys: Journey[] = [];
  for (const [name, live] of Object.entries(JOURNEYS)) {
    cloud.access.journal.clear();
    await live(stage);
    await cloud.services.lambda.waitUntilIdle();
    journeys.push({ name, calls: cloud.access.journal.records() });
  }
  return journeys;
}

async function orderAndDownload(stage: Stage): Promise<void> {
  const { owner } = stage;
  const definition = { sample: { amountOfRows: 10 } };
  await owner.call(documents.EstimateReportDocument, { input: { definition } });
  const url = await finish(stage, definition);
  const { status } = await fetch(url);
  if (status !== 200) throw new Error(`the file is answered with ${status}`);
  await owner.call(documents.ListReportsDocument, {});
}

async function orderTwice({ owner }: Stage): Promise<void> {
  const reportId = crypto.randomUUID();
  await Promise.all([owner.order(reportId), owner.order(reportId)]);
  await owner.until(reportId, ({ status }) => status === 'SUCCEEDED');
}

async function orderQuery(stage: Stage): Promise<void> {
  await finish(stage, flights('2001-01-03'));
}

async function outliveInvocation(stage: Stage): Promise<void> {
  const { owner, cloud, bucket } = stage;
  const generator = stage.functionOf('generatereport');
  cloud.services.lambda.createFunction({ ...generator, timeoutMs: SHORT_MS });
  cloud.faults.set([
    `s3:hang=1m,match=UploadPart ${bucket}/reports/,first=1`,
    `s3:cut-after,match=CreateMultipartUpload ${bucket}/snapshots/,first=1`,
  ]);
  const reportId = await order(stage, flights('2001-01-02'));
  await owner.until(reportId, ({ status }) => status === 'RUNNING');
  // Holds from the next invocation on, which goes on from a snapshot of the query's result.
  cloud.services.lambda.createFunction(generator);
  await owner.until(reportId, ({ status }) => status === 'SUCCEEDED');
  cloud.faults.clear();
}

async function orderByAthena(stage: Stage): Promise<void> {
  await finish(stage, flights('2001-01-02'), { engine: 'ATHENA' });
}

async function orderJoined(stage: Stage): Promise<void> {
  const { lambda } = stage.cloud.services;
  const generator = stage.functionOf('generatereport');
  const environment = { ...generator.environment, JOIN_ABOVE_ROWS: '1' };
  lambda.createFunction({ ...generator, environment });
  await finish(stage, flights('2001-01-02'), { engine: 'ATHENA' });
  lambda.createFunction(generator);
}

async function cancelRunning(stage: Stage): Promise<void> {
  const { owner } = stage;
  const reportId = await order(stage, { sample: { amountOfRows: 10_000_000 } });
  await owner.until(reportId, ({ progress }) => (progress?.bytesWritten ?? 0) > 0);
  await owner.call(documents.CancelReportDocument, { reportId });
  await owner.until(reportId, ({ status }) => status === 'CANCELLED');
}

async function cancelQuery(stage: Stage): Promise<void> {
  const { owner, cloud } = stage;
  cloud.faults.set(['queries:hold=10m']);
  const reportId = await order(stage, flights('2001-01-02'), { engine: 'ATHENA' });
  await owner.until(reportId, ({ progress }) => progress?.phase === 'querying');
  await owner.call(documents.CancelReportDocument, { reportId });
  await owner.until(reportId, ({ status }) => status === 'CANCELLED');
  cloud.faults.clear();
}

async function loseAnswer(stage: Stage): Promise<void> {
  stage.cloud.faults.set(['s3:cut-after,match=CreateMultipartUpload,first=1']);
  await finish(stage, { sample: { amountOfRows: 10 } });
  stage.cloud.faults.clear();
}

async function failToStore(stage: Stage): Promise<void> {
  stage.cloud.faults.set(['s3:fail=InternalError,match=CompleteMultipartUpload']);
  const reportId = await order(stage, { sample: { amountOfRows: 10 } });
  await stage.owner.until(reportId, ({ status }) => status === 'FAILED');
  stage.cloud.faults.clear();
}

async function deleteReport(stage: Stage): Promise<void> {
  const { owner } = stage;
  const reportId = await order(stage, { sample: { amountOfRows: 10 } });
  await owner.until(reportId, ({ status }) => status === 'SUCCEEDED');
  for (const folder of FOLDERS) await leaveUpload(stage, reportId, folder);
  await leaveSnapshot(stage, reportId);
  await owner.call(documents.DeleteReportDocument, { reportId });
  if (await owner.read(reportId)) throw new Error('the report is still there');
}

async function loseWorker(stage: Stage): Promise<void> {
  const { owner, cloud } = stage;
  const reportId = await order(stage, { sample: { amountOfRows: 200, delayMs: 1_500 } });
  await owner.until(reportId, ({ progress }) => (progress?.rowsWritten ?? 0) > 0);
  for (const folder of FOLDERS) await leaveUpload(stage, reportId, folder);
  cloud.services.lambda.killEnvironment(stage.functionOf('generatereport').name);
  await owner.until(reportId, ({ status, attempt }) => status === 'SUCCEEDED' && attempt === 2);
}

async function expire(stage: Stage): Promise<void> {
  const { owner, cloud, dynamodb, table } = stage;
  const reportId = await order(stage, { sample: { amountOfRows: 10 } });
  await owner.until(reportId, ({ status }) => status === 'SUCCEEDED');
  await leaveSnapshot(stage, reportId);
  const overMs = Date.now() - 1_000;
  await dynamodb.send(
    new UpdateItemCommand({
      TableName: table,
      Key: { owner: { S: owner.sub }, reportId: { S: reportId } },
      UpdateExpression: 'SET dueAt = :due, expiresAt = :at',
      ExpressionAttributeValues: {
        ':due': { N: String(Math.floor(overMs / 1000)) },
        ':at': { S: new Date(overMs).toISOString() },
      },
    }),
  );
  for (const { name } of cloud.services.events.schedules()) {
    await cloud.services.events.fireNow(name);
  }
  await owner.until(reportId, ({ status }) => status === 'EXPIRED');
}

async function orderTooMany({ owner, cloud }: Stage): Promise<void> {
  cloud.faults.set(['events:drop']);
  const ids = Array.from({ length: SLOTS }, () => crypto.randomUUID());
  for (const reportId of ids) await owner.order(reportId);
  const { body } = await owner.order(crypto.randomUUID());
  for (const reportId of ids) await owner.call(documents.CancelReportDocument, { reportId });
  cloud.faults.clear();
  if (body.errors?.[0]?.errorType !== 'LimitExceeded') throw new Error('one too many was taken');
}

const FOLDERS = ['reports', 'snapshots', 'athena'];

function flights(toDate: string): object {
  return { flightDetails: { fromDate: '2001-01-01', toDate } };
}

async function order({ owner }: Stage, definition: object, more: object = {}): Promise<string> {
  const reportId = crypto.randomUUID();
  const { body } = await owner.order(reportId, { definition, ...more });
  if (body.errors) throw new Error(body.errors[0]?.message);
  return reportId;
}

/** Orders a report and waits for its file; resolves with a link to it. */
async function finish(stage: Stage, definition: object, more: object = {}): Promise<string> {
  const reportId = await order(stage, definition, more);
  const report = await stage.owner.until(reportId, ({ status }) => status === 'SUCCEEDED');
  return report.download?.url ?? '';
}

/** What a worker that vanished leaves: an upload that nobody completes. */
async function leaveUpload(
  { s3, bucket, owner }: Stage,
  reportId: string,
  folder: string,
): Promise<void> {
  const Key = `${folder}/${owner.sub}/${reportId}/1.csv`;
  await s3.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key }));
}

/** What a report that took several invocations leaves. */
async function leaveSnapshot({ s3, bucket, owner }: Stage, reportId: string): Promise<void> {
  const Key = `snapshots/${owner.sub}/${reportId}/1.parquet`;
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'rows' }));
}
