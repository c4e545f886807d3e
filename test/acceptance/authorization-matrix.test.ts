import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { LocalCloud } from '../../local/index.ts';
import * as documents from '../../schema/generated/documents.ts';
import { configureAmplify } from '../support/amplify.ts';
import {
  CALLERS,
  MACHINES,
  PEOPLE,
  REFUSED,
  SIGNERS,
  type Caller,
  type Signer,
} from '../support/authorization-tables.ts';
import { openBackstage, type Backstage } from '../support/backstage.ts';
import { startTestCloud } from '../support/cloud.ts';
import { postRaw, signedHeaders, type RawAnswer } from '../support/graphql-request.ts';
import { signInPerson, type Person } from '../support/person.ts';
import { subscribeRaw, type RawSubscription } from '../support/raw-subscription.ts';
import { credentialsOf, type RoleCredentials } from '../support/role-credentials.ts';
import { ERROR, RESULT } from '../support/rows-bed.ts';
import { createShiftedClock } from '../support/shifted-clock.ts';
import { addUser, PASSWORD } from '../support/users.ts';

/**
 * Who may do what to a report: the tables are the specification, each cell is a test. A report is the owner's, and
 * to everybody else it is not there.
 */

const EVE = { username: 'eve@example.com', password: PASSWORD };
/** Longer than an access token lives. */
const TOKEN_SECONDS = 3_700;
/** How long nothing is waited for, once the owner has got the same message. */
const QUIET_MS = 300;

const SUBSCRIPTIONS = {
  onReportReady: documents.OnReportReadyDocument,
  onReportProgress: documents.OnReportProgressDocument,
  onReportDeleted: documents.OnReportDeletedDocument,
} as const;

const LISTENERS: Record<Caller, { answer: string; receives: string }> = {
  owner: { answer: 'start_ack', receives: 'everything' },
  'other user': { answer: 'start_ack', receives: 'nothing' },
  'signed out': { answer: 'UnauthorizedException', receives: 'nothing' },
  'expired token': { answer: 'UnauthorizedException', receives: 'nothing' },
};

const clock = createShiftedClock();
let cloud: LocalCloud;
let backstage: Backstage;
let owner: Person;
let eve: Person;
let expired: Person;
let roles: Record<'generator' | 'recovery' | 'signer', RoleCredentials>;

beforeAll(async () => {
  cloud = await startTestCloud(undefined, { clock });
  configureAmplify(cloud);
  backstage = openBackstage(cloud);
  await addUser(cloud, EVE.username);
  clock.forward(-TOKEN_SECONDS);
  expired = await signInPerson(cloud);
  clock.forward(TOKEN_SECONDS);
  eve = await signInPerson(cloud, EVE);
  owner = await signInPerson(cloud);
  const generator = backstage.functionOf('generatereport');
  const [ofGenerator, recovery, signer] = await Promise.all(
    [generator, backstage.functionOf('recoverreports'), backstage.functionOf('signdownload')].map(
      (config) => credentialsOf(cloud, config),
    ),
  );
  if (!ofGenerator || !recovery || !signer) throw new Error('a role has no credentials');
  roles = { generator: ofGenerator, recovery, signer };
  // The test holds the reports in the generator's place, with its role's credentials.
  cloud.services.lambda.createFunction({ ...generator, reservedConcurrency: 0 });
});

/** Reports that are left under way would count against the owner's limit. */
afterEach(async () => {
  for (const person of [owner, eve]) {
    const { body } = await person.call(documents.ListReportsDocument, { first: 100 });
    const { items } = (body.data as unknown as documents.ListReportsQuery).listReports;
    for (const { reportId, status } of items) {
      if (status !== 'QUEUED' && status !== 'RUNNING' && status !== 'CANCELLING') continue;
      await person.call(documents.CancelReportDocument, { reportId });
      const ended = { owner: person.sub, reportId, attempt: 1, status: 'CANCELLED' };
      if (status !== 'QUEUED') {
        await signed(documents.ReportReadyDocument, reportId, roles.generator, ended);
      }
    }
  }
});

afterAll(async () => {
  backstage[Symbol.dispose]();
  await cloud[Symbol.asyncDispose]();
});

describe.each(Object.entries(PEOPLE))('%s', (operation, row) => {
  test.each(CALLERS.map((caller) => [caller, row[caller]] as const))(
    'by %s: %s',
    async (caller, outcome) => {
      const reportId = await prepare(operation);
      const before = await rowOf(reportId);
      const answer = await attempt(operation, caller, reportId);

      expect(told(operation, answer, reportId)).toBe(outcome);
      if (caller !== 'owner') expect(await rowOf(reportId)).toEqual(before);
    },
  );
});

describe.each(Object.entries(MACHINES))('%s', (field, row) => {
  test.each(SIGNERS.map((signer) => [signer, row[signer]] as const))(
    'by %s: %s',
    async (signer, outcome) => {
      const reportId = await (field === 'reportStarted' ? queuedReport() : runningReport());
      const before = await rowOf(reportId);
      const answer = await send(field, signer, reportId);

      expect(told(field, answer)).toBe(outcome);
      if (outcome === 'Unauthorized') {
        expect(answer.status).toBe(200);
        expect(answer.body.data).toEqual({ [field]: null });
      }
      if (outcome === 'Unauthorized' || outcome === REFUSED) {
        expect(await rowOf(reportId)).toEqual(before);
      }
    },
  );
});

describe.each(Object.entries(SUBSCRIPTIONS))('%s of the owner’s id', (field, document) => {
  test.each(CALLERS.map((caller) => [caller, LISTENERS[caller]] as const))(
    'by %s: $receives',
    async (caller, { answer, receives }) => {
      const reportId = crypto.randomUUID();
      using theirs = await listen(caller, document, { reportId });
      using theirAll = await listen(caller, document, {});
      using owners = await owner.subscribe(document, reportId);
      expect([theirs.answer, theirAll.answer]).toEqual([answer, answer]);

      await wholeLife(reportId);
      await owners.inbox.first((report) => LAST[field]?.(report) === true, 10_000);
      await new Promise((resolve) => setTimeout(resolve, QUIET_MS));

      const expected = receives === 'everything' ? versions(owners) : [];
      expect(versions(owners).length).toBeGreaterThan(0);
      expect(versions(theirs)).toEqual(expected);
      expect(versions(theirAll)).toEqual(expected);
    },
  );
});

test('a link is as good as the file to whoever has it, until the report is deleted', async () => {
  const reportId = await finishedReport();
  const url = (await owner.read(reportId))?.download?.url ?? '';
  expect((await fetch(url)).status).toBe(200);

  // Another report's key under this link's signature is not what was signed.
  const forged = new URL(url);
  forged.pathname = forged.pathname.replace(reportId, crypto.randomUUID());
  expect((await fetch(forged)).status).toBe(403);

  await owner.call(documents.DeleteReportDocument, { reportId });
  // Not 404: the role that signed the link may not list the bucket, so S3 does not tell what is there.
  expect((await fetch(url)).status).toBe(403);
});

/** Makes the report an operation is tried on, as its owner; resolves with its id. */
function prepare(operation: string): Promise<string> {
  if (operation.includes('own id')) return Promise.resolve(crypto.randomUUID());
  return operation.includes('running') ? runningReport() : finishedReport();
}

async function queuedReport(): Promise<string> {
  const reportId = crypto.randomUUID();
  expect(told('', await owner.order(reportId))).toBe('QUEUED');
  return reportId;
}

async function runningReport(): Promise<string> {
  const reportId = await queuedReport();
  await asGenerator(documents.ReportStartedDocument, { reportId });
  return reportId;
}

async function finishedReport(): Promise<string> {
  const reportId = await runningReport();
  await finish(reportId);
  return reportId;
}

/** What the generator does at its end: the file, then the announcement. */
async function finish(reportId: string): Promise<void> {
  const objectKey = `reports/${owner.sub}/${reportId}/1.csv`;
  await backstage.s3.send(
    new PutObjectCommand({ Bucket: backstage.bucket, Key: objectKey, Body: 'Date,Item,Amount' }),
  );
  await asGenerator(documents.ReportReadyDocument, {
    reportId,
    attempt: 1,
    status: 'SUCCEEDED',
    result: { ...RESULT, objectKey },
  });
}

/** From the order to the deletion, with something to tell on every subscription. */
async function wholeLife(reportId: string): Promise<void> {
  await owner.order(reportId);
  await asGenerator(documents.ReportStartedDocument, { reportId });
  await asGenerator(documents.ReportProgressedDocument, { reportId, attempt: 1, progress: HALF });
  await finish(reportId);
  await owner.call(documents.DeleteReportDocument, { reportId });
}

/** The message of a whole life after which a subscription is told nothing more. */
const LAST: Record<string, (report: Record<string, unknown>) => boolean> = {
  onReportReady: ({ status }) => status === 'SUCCEEDED',
  onReportProgress: ({ progress }) => (progress as { percent?: number } | null)?.percent === 50,
  onReportDeleted: () => true,
};

/** Tries an operation on the owner's report. */
function attempt(operation: string, caller: Caller, reportId: string): Promise<RawAnswer> {
  const [verb = ''] = operation.split(' ');
  const definition = { sample: { amountOfRows: operation.includes('another') ? 11 : 10 } };
  const requests: Record<string, readonly [unknown, object]> = {
    generate: [documents.GenerateReportDocument, { input: { reportId, definition } }],
    read: [documents.GetReportDocument, { reportId }],
    list: [documents.ListReportsDocument, { first: 100 }],
    download: [documents.GetReportDocument, { reportId }],
    cancel: [documents.CancelReportDocument, { reportId }],
    delete: [documents.DeleteReportDocument, { reportId }],
  };
  const [document, variables] = requests[verb] ?? [];
  const body = JSON.stringify({ query: String(document), variables });
  const authorization = tokenOf(caller);
  return postRaw(cloud.apiOrigin, body, authorization ? { authorization } : {});
}

/** What an answer says, in the words of the tables. */
function told(operation: string, { status, body }: RawAnswer, reportId = ''): string {
  const [error] = body.errors ?? [];
  if (status !== 200) return `${status} ${error?.errorType}`;
  if (error) return String(error.errorType);
  const [field] = Object.values(body.data ?? {}) as Record<string, unknown>[];
  if (!field) return 'null';
  if (operation.startsWith('list')) {
    return String((field.items as { reportId: string }[]).some((row) => row.reportId === reportId));
  }
  if (operation.startsWith('download')) return String(Boolean(field.download));
  return String(field.status);
}

function send(field: string, signer: Signer, reportId: string): Promise<RawAnswer> {
  const document = MACHINE_DOCUMENTS[field];
  if (signer === 'API user') return owner.call(document, { ...machineVariables(reportId) });
  const isRecovery = field === 'reportOverdue';
  const credentials = {
    'role without any grant': roles.signer,
    'role with another grant': isRecovery ? roles.generator : roles.recovery,
    'role with the grant': isRecovery ? roles.recovery : roles.generator,
  };
  return signed(document, reportId, credentials[signer]);
}

const MACHINE_DOCUMENTS: Record<string, unknown> = {
  reportStarted: documents.ReportStartedDocument,
  reportProgressed: documents.ReportProgressedDocument,
  reportReady: documents.ReportReadyDocument,
  reportOverdue: documents.ReportOverdueDocument,
  getReport: documents.GetReportDocument,
  deleteReport: documents.DeleteReportDocument,
};

const HALF = { phase: 'writing', rowsWritten: 5, rowsExpected: 10, bytesWritten: 1 };

/** Enough for every machine's field; the document takes what it names. */
function machineVariables(reportId: string): object {
  return { owner: owner.sub, reportId, attempt: 1, progress: HALF, status: 'FAILED', error: ERROR };
}

async function signed(
  document: unknown,
  reportId: string,
  credentials: RoleCredentials,
  variables: object = machineVariables(reportId),
): Promise<RawAnswer> {
  const query = String(document);
  const named = Object.entries(variables).filter(([name]) => query.includes(`$${name}:`));
  // A claim of the generator's first invocation names neither attempt nor hop.
  const sent = named.filter(([name]) => !(name === 'attempt' && query.includes('$hop')));
  const body = JSON.stringify({ query, variables: Object.fromEntries(sent) });
  return postRaw(
    cloud.apiOrigin,
    body,
    await signedHeaders(cloud.apiOrigin, body, credentials, new Date(clock.now())),
  );
}

async function asGenerator(
  document: unknown,
  variables: { readonly reportId: string; readonly [name: string]: unknown },
): Promise<void> {
  const all = { owner: owner.sub, ...variables };
  const { body } = await signed(document, variables.reportId, roles.generator, all);
  if (body.errors) throw new Error(body.errors[0]?.message);
}

function tokenOf(caller: Caller): string | undefined {
  const people = { owner, 'other user': eve, 'expired token': expired };
  return caller === 'signed out' ? undefined : people[caller].token;
}

function listen(caller: Caller, document: unknown, variables: object): Promise<RawSubscription> {
  return subscribeRaw(cloud.apiOrigin, document, variables, tokenOf(caller));
}

function versions({ inbox }: RawSubscription): unknown[] {
  return inbox.received.map(({ version, createdAt }) => version ?? createdAt);
}

/** The stored row as its owner reads it; a link is another at each read. */
async function rowOf(reportId: string) {
  const { download: _link, ...row } = (await owner.read(reportId)) ?? { download: null };
  return row;
}
