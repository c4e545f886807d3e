import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { LocalCloud } from '../../local/index.ts';
import * as documents from '../../schema/generated/documents.ts';
import { createReportsClient } from '../../client/index.ts';
import { configureAmplify } from '../support/amplify.ts';
import { APPS } from '../support/apps.ts';
import { openBackstage, type Backstage } from '../support/backstage.ts';
import { startTestCloud } from '../support/cloud.ts';
import { signInPerson, type Person, type ReadReport } from '../support/person.ts';
import { errorType } from '../support/rows-bed.ts';
import { addUser, PASSWORD } from '../support/users.ts';
import { createShiftedClock } from '../support/shifted-clock.ts';

/** How many reports of one owner may be under way, with real functions: the brisk app allows four. */

const LIMIT = 4;
const EVE = { username: 'eve@example.com', password: PASSWORD };
/** What a request can take and one more: a slot without a report is then one that nobody will use. */
const REQUEST_SECONDS = 32;
const SLOW = { definition: { sample: { amountOfRows: 20, delayMs: 120_000 } } };

const clock = createShiftedClock();
let cloud: LocalCloud;
let backstage: Backstage;
let owner: Person;
let eve: Person;

beforeAll(async () => {
  cloud = await startTestCloud(APPS.brisk, { clock });
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

afterEach(async () => {
  for (const person of [owner, eve]) {
    const ids = await activeIds(person);
    await Promise.all(ids.map((reportId) => cancel(person, reportId)));
    await Promise.all(ids.map((reportId) => person.until(reportId, isFinal)));
  }
});

const isFinal = ({ status }: ReadReport): boolean =>
  ['SUCCEEDED', 'FAILED', 'CANCELLED', 'EXPIRED'].includes(status);
const cancel = (person: Person, reportId: string) =>
  person.call(documents.CancelReportDocument, { reportId });

async function activeIds(person: Person): Promise<string[]> {
  const { body } = await person.call(documents.ListReportsDocument, { first: 100 });
  const { items } = (body.data as unknown as documents.ListReportsQuery).listReports;
  return items.filter((report) => !isFinal(report as ReadReport)).map(({ reportId }) => reportId);
}

async function fill(person = owner): Promise<string[]> {
  const ids = Array.from({ length: LIMIT }, () => crypto.randomUUID());
  for (const id of ids) expect(errorType(await person.order(id, SLOW))).toBeUndefined();
  return ids;
}

test('the fifth report under way is refused with how many there are and when to retry', async () => {
  await fill();
  const refused = await owner.order(crypto.randomUUID(), SLOW);

  expect(refused.body.data).toBeNull();
  expect(refused.body.errors?.[0]).toMatchObject({
    errorType: 'LimitExceeded',
    message:
      'You have 4 reports under way, and 4 are allowed at once. Try again when one of them has finished, or cancel one.',
    errorInfo: { limit: 4, active: 4, retryAfterSeconds: 30 },
  });
  expect(await activeIds(owner)).toHaveLength(LIMIT);

  using client = createReportsClient();
  await expect(client.generate(SLOW)).rejects.toMatchObject({
    name: 'ReportLimitError',
    limit: 4,
    active: 4,
    retryAfterSeconds: 30,
  });
});

test.each([1, 2, 3])(
  'of a hundred requests at once exactly four are accepted (round %i)',
  async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => owner.order(crypto.randomUUID(), SLOW)),
    );
    const refusals = answers.map(errorType).filter((type) => type !== undefined);

    expect(new Set(refusals)).toEqual(new Set(['LimitExceeded']));
    expect(refusals).toHaveLength(100 - LIMIT);
    expect(await activeIds(owner)).toHaveLength(LIMIT);
  },
);

test('a request that is repeated is answered with its report, however many are under way', async () => {
  const [first = ''] = await fill();
  const again = await Promise.all(Array.from({ length: 3 }, () => owner.order(first, SLOW)));

  for (const { body } of again) {
    expect(body.data?.generateReport).toMatchObject({ reportId: first });
  }
  expect(await activeIds(owner)).toHaveLength(LIMIT);
});

test('one request sent three times at once takes one slot', async () => {
  const id = crypto.randomUUID();
  await Promise.all(Array.from({ length: 3 }, () => owner.order(id, SLOW)));
  const others = Array.from({ length: LIMIT - 1 }, () => crypto.randomUUID());

  for (const other of others) expect(errorType(await owner.order(other, SLOW))).toBeUndefined();
  expect(errorType(await owner.order(crypto.randomUUID(), SLOW))).toBe('LimitExceeded');
});

test('a report that has been cancelled leaves its place at once', async () => {
  const [first = ''] = await fill();
  await cancel(owner, first);
  await owner.until(first, isFinal);

  expect(errorType(await owner.order(crypto.randomUUID(), SLOW))).toBeUndefined();
});

test('a report that has succeeded or failed leaves its place', async () => {
  const short = crypto.randomUUID();
  const failing = crypto.randomUUID();
  await owner.order(short);
  await owner.order(failing, { timeZone: 'Nowhere/Land' });
  expect(await owner.until(short, isFinal)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await owner.until(failing, isFinal)).toMatchObject({ status: 'FAILED' });

  await fill();
});

/** Writes places without reports, as a request leaves them that ends between taking one and storing its report. */
async function takePlaces(count: number): Promise<void> {
  await backstage.dynamodb.send(
    new UpdateItemCommand({
      ...SLOTS(),
      UpdateExpression: 'SET takenAt = :now ADD active :ids, revision :one',
      ExpressionAttributeValues: {
        ':ids': { SS: Array.from({ length: count }, () => crypto.randomUUID()) },
        ':one': { N: '1' },
        ':now': { N: String(Math.floor(clock.now() / 1000)) },
      },
    }),
  );
}

const SLOTS = () => ({
  TableName: backstage.table,
  Key: { owner: { S: '#slots' }, reportId: { S: owner.sub } },
});

test('places that broken requests have left behind do not count for ever', async () => {
  await takePlaces(LIMIT);
  clock.forward(REQUEST_SECONDS);

  const ids = await fill();
  const { Item } = await backstage.dynamodb.send(
    new GetItemCommand({ ...SLOTS(), ConsistentRead: true }),
  );
  expect(Item?.active?.SS?.sort()).toEqual(ids.sort());
  expect(errorType(await owner.order(crypto.randomUUID(), SLOW))).toBe('LimitExceeded');
});

test('a place that a request still on its way has taken is not given to another', async () => {
  await takePlaces(LIMIT);

  expect(errorType(await owner.order(crypto.randomUUID(), SLOW))).toBe('LimitExceeded');
  clock.forward(REQUEST_SECONDS);
  expect(errorType(await owner.order(crypto.randomUUID(), SLOW))).toBeUndefined();
});

test('one owner’s flood does not keep another’s report waiting', async () => {
  const readyMs = async (): Promise<number> => {
    const id = crypto.randomUUID();
    const from = performance.now();
    expect(errorType(await eve.order(id))).toBeUndefined();
    expect(await eve.until(id, isFinal)).toMatchObject({ status: 'SUCCEEDED' });
    return performance.now() - from;
  };
  await readyMs(); // the functions' first start is nobody's flood
  const aloneMs = await readyMs();

  const flood = Array.from({ length: 100 }, () => owner.order(crypto.randomUUID(), SLOW));
  const floodedMs = await readyMs();
  const answers = await Promise.all(flood);

  expect(answers.filter((answer) => errorType(answer) === undefined)).toHaveLength(LIMIT);
  console.log(
    `alone ${Math.round(aloneMs)} ms, beside a flood of 100 requests ${Math.round(floodedMs)} ms`,
  );
  expect(floodedMs).toBeLessThan(aloneMs + 5_000);
});
