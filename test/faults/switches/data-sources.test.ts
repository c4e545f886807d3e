import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { LocalCloud } from '../../../local/index.ts';
import { APPS } from '../../support/apps.ts';
import { startTestCloud } from '../../support/cloud.ts';
import { postRaw, type RawAnswer } from '../../support/graphql-request.ts';

/** Faults between AppSync and what its resolvers use, as the caller of a field sees them. */

const HELD_MS = 400;

let cloud: LocalCloud;

beforeAll(async () => {
  cloud = await startTestCloud(APPS.guestBook);
});

afterEach(() => cloud.faults.clear());

afterAll(async () => {
  await cloud[Symbol.asyncDispose]();
});

function post(query: string): Promise<RawAnswer> {
  const key = { 'x-api-key': cloud.stack.outputs.ApiKey ?? '' };
  return postRaw(cloud.apiOrigin, JSON.stringify({ query }), key);
}

const add = (room: string) => post(`mutation { addNote(room: "${room}", text: "t") { text } }`);
const read = (room: string) => post(`{ notes(room: "${room}") { text } }`);
const greet = () => post('{ greetDirectly(name: "Ann") { text } }');

test.each([
  ['fail', 'DynamoDB:InternalServerError', []],
  ['throttle', 'DynamoDB:ProvisionedThroughputExceededException', []],
  ['fail=RequestLimitExceeded', 'DynamoDB:RequestLimitExceeded', []],
  ['cut-before', 'DynamoDB:InternalServerError', []],
  ['cut-after', 'DynamoDB:InternalServerError', [{ text: 't' }]],
])(
  'dynamodb-source:%s is %s to the resolver, and then the table has %j',
  async (action, type, notes) => {
    cloud.faults.set([`dynamodb-source:${action},match=PutItem`]);
    const { status, body } = await add(action);
    const { body: table } = await read(action);

    expect(status).toBe(200);
    expect(body).toMatchObject({ data: { addNote: null }, errors: [{ errorType: type }] });
    expect(table.data).toEqual({ notes });
  },
);

test.each([
  ['fail', 'Lambda:ServiceException', 0],
  ['throttle', 'Lambda:TooManyRequestsException', 0],
  ['cut-after', 'Lambda:ServiceException', 1],
])(
  'lambda-source:%s is %s to the resolver, and its function ran %i times',
  async (action, type, runs) => {
    cloud.faults.set([`lambda-source:${action}`, 'functions:kill,match=Greeter,nth=99']);
    const { body } = await greet();

    expect(body).toMatchObject({ data: { greetDirectly: null }, errors: [{ errorType: type }] });
    expect(cloud.faults.active()).toMatchObject([{ struck: 1 }, { seen: runs }]);
  },
);

test.each(['dynamodb-source', 'lambda-source'])(
  '%s:hang holds the call for its time',
  async (point) => {
    cloud.faults.set([`${point}:hang=${HELD_MS}ms`]);
    const startedAt = performance.now();
    const { body } = await (point === 'lambda-source' ? greet() : read('held'));

    expect(body.errors).toBeUndefined();
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(HELD_MS - 5);
  },
);
