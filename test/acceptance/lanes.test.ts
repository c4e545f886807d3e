import { tmpdir } from 'node:os';
import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { LocalCloud } from '../../local/index.ts';
import { readFunctions } from '../../local/runtime/functions.ts';
import type { FunctionConfig } from '../../local/services/lambda/types.ts';
import * as documents from '../../schema/generated/documents.ts';
import { configureAmplify } from '../support/amplify.ts';
import { openBackstage, type Backstage } from '../support/backstage.ts';
import { startTestCloud } from '../support/cloud.ts';
import { signInPerson, type Person, type ReadReport } from '../support/person.ts';
import { errorType } from '../support/rows-bed.ts';
import { addUser, PASSWORD } from '../support/users.ts';

/** Large reports have places of their own, with real functions: two places, and two large ones an owner. */

const LARGE_PLACES = 2;
const APP = {
  app: 'infra/app.ts',
  context: {
    generatorConcurrency: '4',
    largeGeneratorConcurrency: String(LARGE_PLACES),
    largeAboveSeconds: '10',
    leaseSeconds: '30',
  },
  assemblyDirectory: '.local/test/lanes',
};
const LARGE = { definition: { sample: { amountOfRows: 20, delayMs: 120_000 } } };
const SMALL = { definition: { sample: { amountOfRows: 20 } } };
const EVE = { username: 'eve@example.com', password: PASSWORD };
const KIM = { username: 'kim@example.com', password: PASSWORD };

let cloud: LocalCloud;
let backstage: Backstage;
let generator: FunctionConfig;
let largeGenerator: FunctionConfig;
let owner: Person;
let eve: Person;
let kim: Person;

beforeAll(async () => {
  cloud = await startTestCloud(APP);
  configureAmplify(cloud);
  for (const { username } of [EVE, KIM]) await addUser(cloud, username);
  owner = await signInPerson(cloud);
  eve = await signInPerson(cloud, EVE);
  kim = await signInPerson(cloud, KIM);
  backstage = openBackstage(cloud);
  const functions = readFunctions(cloud.stack, tmpdir());
  const named = (part: string) => functions.find(({ name }) => name.includes(part));
  generator = named('generatereport') as FunctionConfig;
  largeGenerator = named('generatelargereport') as FunctionConfig;
}, 90_000);

afterAll(async () => {
  backstage[Symbol.dispose]();
  await cloud[Symbol.asyncDispose]();
});

afterEach(async () => {
  for (const person of [owner, eve, kim]) {
    for (const reportId of ordered.get(person) ?? []) {
      await person.call(documents.CancelReportDocument, { reportId });
      await person.until(reportId, isFinal);
    }
    ordered.delete(person);
  }
});

const ordered = new Map<Person, string[]>();
const isFinal = ({ status }: ReadReport): boolean =>
  ['SUCCEEDED', 'FAILED', 'CANCELLED', 'EXPIRED'].includes(status);
const isRunning = ({ status }: ReadReport): boolean => status === 'RUNNING';

async function order(person: Person, input: object): Promise<string> {
  const reportId = crypto.randomUUID();
  expect(errorType(await person.order(reportId, input))).toBeUndefined();
  ordered.set(person, [...(ordered.get(person) ?? []), reportId]);
  return reportId;
}

test('of one owner’s large reports two are under way, and the next is refused in words', async () => {
  await order(owner, LARGE);
  const second = await order(owner, LARGE);
  const refused = await owner.order(crypto.randomUUID(), LARGE);

  expect(refused.body.errors?.[0]).toMatchObject({
    errorType: 'LimitExceeded',
    message:
      'You have 2 large reports under way, and 2 are allowed at once. Try again when one of them has finished, or cancel one.',
    errorInfo: { limit: 2, active: 2 },
  });
  await owner.until(await order(owner, SMALL), ({ status }) => status === 'SUCCEEDED');
  await owner.call(documents.CancelReportDocument, { reportId: second });
  await owner.until(second, isFinal);
  await order(owner, LARGE);
});

test('many large reports do not delay another’s small one, and start when there is a place', async () => {
  const first = [await order(owner, LARGE), await order(owner, LARGE)];
  for (const id of first) await owner.until(id, isRunning);
  const waiting = [await order(eve, LARGE), await order(eve, LARGE)];
  const small = await Promise.all(Array.from({ length: 6 }, () => order(kim, SMALL)));
  for (const id of small) await kim.until(id, ({ status }) => status === 'SUCCEEDED', 20_000);

  for (const id of waiting) expect(await eve.read(id)).toMatchObject({ status: 'QUEUED' });
  for (const reportId of first) await owner.call(documents.CancelReportDocument, { reportId });
  for (const id of waiting) await eve.until(id, isRunning);
});

test('a large report whose worker is lost is started again on a place of its lane', async () => {
  const id = await order(owner, LARGE);
  await owner.until(id, isRunning);
  // With those that idle; the next one, then, is the attempt's.
  expect(cloud.services.lambda.killEnvironment(largeGenerator.name)).toBeGreaterThan(0);
  await owner.until(id, ({ status, attempt }) => status === 'RUNNING' && attempt === 2);

  expect(cloud.services.lambda.killEnvironment(largeGenerator.name)).toBe(1);
  await owner.until(id, ({ status, attempt }) => status === 'RUNNING' && attempt === 3);
});

test('a large report is gone on with by its own function', { timeout: 90_000 }, async () => {
  const { lambda } = cloud.services;
  lambda.createFunction({ ...generator, reservedConcurrency: 0 });
  lambda.createFunction({ ...largeGenerator, timeoutMs: 8_000 });
  const id = await order(owner, {
    definition: { sample: { amountOfRows: 2_000_000, delayMs: 16_000 } },
  });
  const { startedAt, finishedAt, attempt, result } = await owner
    .until(id, isFinal, 80_000)
    .finally(() => {
      for (const each of [generator, largeGenerator]) lambda.createFunction(each);
    });

  // No single invocation can have taken that long.
  expect(Date.parse(finishedAt ?? '') - Date.parse(startedAt ?? '')).toBeGreaterThan(8_000);
  expect(attempt).toBe(1);
  expect(result?.rowCount).toBe(2_000_000);
});

test('places of large reports that are not there are given back when they are missed', async () => {
  const Key = { owner: { S: '#slots' }, reportId: { S: owner.sub } };
  const lost = { SS: ['lost-1', 'lost-2'] };
  await backstage.dynamodb.send(
    new UpdateItemCommand({
      TableName: backstage.table,
      Key,
      UpdateExpression:
        'SET active = :lost, activeLarge = :lost, takenAt = :longAgo, revision = :r',
      ExpressionAttributeValues: { ':lost': lost, ':longAgo': { N: '0' }, ':r': { N: '1' } },
    }),
  );
  const id = await order(owner, LARGE);
  const { Item } = await backstage.dynamodb.send(
    new GetItemCommand({ TableName: backstage.table, Key, ConsistentRead: true }),
  );

  expect(Item).toMatchObject({ active: { SS: [id] }, activeLarge: { SS: [id] } });
});
