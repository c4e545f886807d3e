import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { LocalCloud } from '../../local/index.ts';
import * as documents from '../../schema/generated/documents.ts';
import { configureAmplify } from '../support/amplify.ts';
import { APPS } from '../support/apps.ts';
import { openBackstage } from '../support/backstage.ts';
import { ROOT_CREDENTIALS, startTestCloud } from '../support/cloud.ts';
import { callJson, type Keys } from '../support/graphql-request.ts';
import { signInPerson, type Person } from '../support/person.ts';
import { credentialsOf } from '../support/role-credentials.ts';

/** Reports end, and what the rules of the bus get: the example rule's log group, and a function told in words. */

const WAIT_MS = 10_000;

interface Line {
  readonly message: string;
  readonly fields: Record<string, unknown>;
}

let cloud: LocalCloud;
let owner: Person;
let lines: Line[] = [];
const waiting = new Set<() => void>();

beforeAll(async () => {
  const keep = (message: string, fields: Record<string, unknown> = {}): void => {
    lines.push({ message, fields });
    for (const look of waiting) look();
  };
  cloud = await startTestCloud(APPS.told, { log: { info: keep, warn: keep, error: keep } });
  configureAmplify(cloud);
  owner = await signInPerson(cloud);
});

beforeEach(() => void (lines = []));

afterAll(async () => {
  await cloud[Symbol.asyncDispose]();
});

/** The first line that is as wanted, now or soon. */
function line(holds: (line: Line) => boolean): Promise<Line> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(() => reject(new Error('no such line'))), WAIT_MS);
    const settle = (how: () => void): void => {
      clearTimeout(timer);
      waiting.delete(look);
      how();
    };
    const look = (): void => {
      const found = lines.find(holds);
      if (found) settle(() => resolve(found));
    };
    waiting.add(look);
    look();
  });
}

/** What the example rule's log group is written about a report. */
async function loggedEvent(reportId: string): Promise<Record<string, unknown>> {
  const { message, fields } = await line(
    (each) => each.fields.logGroup !== undefined && each.message.includes(reportId),
  );
  expect(fields.logGroup).toBe('/aws/events/Reports-report-endings');
  return JSON.parse(message) as Record<string, unknown>;
}

async function end(status: string, input: object, meanwhile?: (id: string) => Promise<unknown>) {
  const reportId = crypto.randomUUID();
  await owner.order(reportId, input);
  await meanwhile?.(reportId);
  const report = await owner.until(reportId, (each) => each.status === status);
  return { reportId, report };
}

/** The event of a report, as docs/events.md has it. */
function documented(
  report: Awaited<ReturnType<typeof end>>['report'],
  detailType: string,
  detail: object,
): object {
  const { reportId, status, version, kind, format, createdAt, startedAt, finishedAt } = report;
  const any = expect.any(String) as string;
  return {
    version: '0',
    id: any,
    'detail-type': detailType,
    source: 'appsync-reports',
    account: '000000000000',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
    region: 'us-east-1',
    resources: [],
    detail: {
      schemaVersion: 1,
      eventId: `${owner.sub}/${reportId}/${status}/${version}`,
      reportId,
      owner: owner.sub,
      kind,
      format,
      gzip: false,
      status,
      version,
      attempt: 1,
      createdAt,
      startedAt,
      finishedAt,
      expiresAt: null,
      rows: null,
      bytes: null,
      sha256: null,
      code: null,
      retryable: null,
      ...detail,
    },
  };
}

test('a success is told with its rows, bytes and times, and without its link', async () => {
  const { reportId, report } = await end('SUCCEEDED', { title: 'Private' });
  const event = await loggedEvent(reportId);
  const { rowCount, byteSize, sha256 } = report.result ?? {};

  expect(rowCount).toBe(10);
  expect(event).toEqual(
    documented(report, 'Report Succeeded', {
      rows: rowCount,
      bytes: byteSize,
      sha256,
      expiresAt: report.expiresAt,
    }),
  );
  expect(JSON.stringify(event)).not.toMatch(/http|X-Amz|amountOfRows|Private/);
});

test('the log of a run has its metrics and its lines about the report, and no link', async () => {
  const { reportId } = await end('SUCCEEDED', {});
  const about = (text: string) => (each: Line) =>
    each.message.includes(text) && each.message.includes(`"correlation_id":"${reportId}"`);
  await line(about('"PushesSent":'));
  const requested = await line(about('"ReportsRequested":1'));

  expect(requested.message).toMatch(/"Service":"generate-report".*"QueueAgeSeconds":[\d.]+/);
  expect(await line(about('"ReportsSucceeded":1'))).toBeDefined();
  expect((await line(about('"message":"announced"'))).message).toContain('"attempt":1');
  expect(JSON.stringify(lines)).not.toMatch(/X-Amz-Signature|eyJ|amountOfRows/);
});

test('a failure is told with its code, and a rule’s function gets it in its own words', async () => {
  const { reportId, report } = await end('FAILED', {
    definition: { sample: { amountOfRows: 2_000_000 } },
    format: 'XLSX',
  });
  const event = await loggedEvent(reportId);

  expect(event).toEqual(
    documented(report, 'Report Failed', { code: report.error?.code, retryable: false }),
  );
  expect(await line(({ message }) => message.includes('HEARD '))).toMatchObject({
    message: expect.stringContaining('HEARD sample: TOO_LARGE_FOR_FORMAT') as string,
  });
});

test('a cancellation is told once it has happened', async () => {
  const { reportId, report } = await end(
    'CANCELLED',
    { definition: { sample: { amountOfRows: 500, delayMs: 60_000 } } },
    async (id) => {
      await owner.until(id, ({ status }) => status === 'RUNNING');
      await owner.call(documents.CancelReportDocument, { reportId: id });
    },
  );

  expect(await loggedEvent(reportId)).toEqual(documented(report, 'Report Cancelled', {}));
});

const put = (Entries: unknown, keys: Keys = ROOT_CREDENTIALS) =>
  callJson(cloud.awsOrigin, 'events', 'AWSEvents.PutEvents', { Entries }, keys);

test('PutEvents over HTTP: an event for the bus reaches its rules, and each entry has its answer', async () => {
  const EventBusName = cloud.services.eventBuses.recent.at(-1)?.bus;
  const entry = {
    EventBusName,
    Source: 'appsync-reports',
    DetailType: 'Report Failed',
    Detail: '{"reportId":"by-hand"}',
    Time: 1_700_000_000,
  };
  const { status, body } = await put([
    entry,
    { ...entry, DetailType: undefined },
    { ...entry, Detail: 'no' },
    { ...entry, Source: 'aws.s3' },
  ]);

  expect(status).toBe(200);
  expect(body).toMatchObject({
    FailedEntryCount: 3,
    Entries: [
      { EventId: expect.any(String) as string },
      { ErrorCode: 'InvalidArgument' },
      { ErrorCode: 'MalformedDetail' },
      { ErrorCode: 'NotAuthorizedForSourceException' },
    ],
  });
  expect(await loggedEvent('by-hand')).toMatchObject({
    time: '2023-11-14T22:13:20Z',
    detail: { reportId: 'by-hand' },
  });
});

test('PutEvents takes one to ten entries, signed by somebody who may', async () => {
  using backstage = openBackstage(cloud);
  const keys = await credentialsOf(cloud, backstage.functionOf('generate'));
  const entry = { Source: 's', DetailType: 'd', Detail: '{}' };

  expect((await put([])).body).toMatchObject({ __type: 'ValidationException' });
  expect((await put([entry], keys)).body).toMatchObject({ __type: 'AccessDeniedException' });
  expect((await put([entry], { accessKeyId: 'who', secretAccessKey: 'x' })).status).not.toBe(200);
});
