import path from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { LocalCloud } from '../../../local/index.ts';
import { APPS } from '../../support/apps.ts';
import { ROOT_CREDENTIALS, startTestCloud } from '../../support/cloud.ts';

/** Faults of functions and their events, with real processes that call with the real SDK. */

const FROZEN_MS = 800;

let cloud: LocalCloud;
let lambda: LambdaClient;

beforeAll(async () => {
  cloud = await startTestCloud(APPS.guestBook);
  lambda = new LambdaClient({
    endpoint: cloud.awsOrigin,
    region: 'us-east-1',
    credentials: ROOT_CREDENTIALS,
    maxAttempts: 1,
  });
  cloud.services.lambda.createFunction({
    name: 'worker',
    arn: 'arn:aws:lambda:us-east-1:000000000000:function:worker',
    codeDirectory: path.join(import.meta.dirname, 'fixtures/worker'),
    handler: 'index.handler',
    runtime: 'nodejs24.x',
    timeoutMs: 20_000,
    memoryMb: 256,
    environment: {},
    roleArn: 'arn:aws:iam::000000000000:role/worker-role',
    asyncConfig: { maximumRetryAttempts: 0 },
  });
});

afterEach(() => cloud.faults.clear());

afterAll(async () => {
  lambda.destroy();
  await cloud[Symbol.asyncDispose]();
});

interface Answer {
  readonly failure: string | undefined;
  readonly value: Record<string, unknown>;
}

async function invoke(event: object): Promise<Answer> {
  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({ FunctionName: 'worker', Payload: JSON.stringify(event) }),
  );
  const value = JSON.parse(Payload?.transformToString() ?? '{}') as Record<string, unknown>;
  return { failure: FunctionError, value };
}

async function invokeLater(event: object): Promise<void> {
  await lambda.send(
    new InvokeCommand({
      FunctionName: 'worker',
      InvocationType: 'Event',
      Payload: JSON.stringify(event),
    }),
  );
}

test('functions:kill,after= kills the process in the middle of its work', async () => {
  cloud.faults.set(['functions:kill,after=100ms-200ms']);
  const answer = await invoke({ do: 'watchClock', forMs: 10_000 });

  expect(answer).toMatchObject({
    failure: 'Unhandled',
    value: { errorType: 'Runtime.ExitError' },
  });
  expect(cloud.faults.active()).toMatchObject([{ seen: 1, struck: 1 }]);
});

test('functions:kill,call=3 kills it at its third call, which is not served; a new invocation counts anew', async () => {
  cloud.faults.set(['functions:kill,call=3', 'dynamodb:fail,nth=99']);
  const killed = await invoke({ do: 'callTables', times: 5 });
  const served = cloud.faults.active()[1]?.seen;
  const short = await invoke({ do: 'callTables', times: 2 });

  expect(killed.value.errorType).toBe('Runtime.ExitError');
  expect(served).toBe(2);
  expect(short.value).toMatchObject({ made: 2 });
  expect(cloud.faults.active()).toMatchObject([{ seen: 2, struck: 1 }, { seen: 4 }]);
});

test('functions:freeze stops the process and lets it go on where it was', async () => {
  cloud.faults.set([`functions:freeze=${FROZEN_MS}ms,after=100ms`]);
  const { failure, value } = await invoke({ do: 'watchClock', forMs: 300 });

  expect(failure).toBeUndefined();
  expect(value.longestMs).toBeGreaterThanOrEqual(FROZEN_MS - 50);
});

test('functions:freeze,call=1 freezes it while it waits for an answer, which it then gets', async () => {
  cloud.faults.set([`functions:freeze=${FROZEN_MS}ms,call=1,nth=1`]);
  const startedAt = performance.now();
  const { value } = await invoke({ do: 'callTables', times: 2 });

  expect(value).toMatchObject({ made: 2 });
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(FROZEN_MS);
});

test('match chooses functions by name', async () => {
  cloud.faults.set(['functions:kill,match=Greeter']);

  expect(await invoke({ do: 'callTables', times: 1 })).toMatchObject({ failure: undefined });
  expect(cloud.faults.active()).toMatchObject([{ seen: 0 }]);
});

test('credentials:expire: the next call is refused in the service\u2019s words, and a new environment has new ones', async () => {
  const before = await invoke({ do: 'callTables', times: 1 });
  cloud.faults.set(['credentials:expire']);
  const refused = await invoke({ do: 'callTables', times: 1 });
  const after = await invoke({ do: 'callTables', times: 1 });

  expect(refused).toMatchObject({
    failure: 'Unhandled',
    value: { errorType: 'ExpiredTokenException' },
  });
  expect(after.value).toMatchObject({ made: 1 });
  expect(after.value.key).not.toBe(before.value.key);
});

test('credentials:expire=all,nth=1 is seen by the signature\u2019s check of other services', async () => {
  cloud.faults.set(['credentials:expire=all,nth=1,match=worker']);
  const refused = await invoke({ do: 'listFunctions' });
  const after = await invoke({ do: 'listFunctions' });

  expect(refused.value.name).toBe('ExpiredTokenException');
  // The function's role allows nothing: that is found out after the credentials were good.
  expect(after.value.name).toBe('AccessDeniedException');
  expect(after.value.key).not.toBe(refused.value.key);
});

test('events:drop loses an accepted event', async () => {
  cloud.faults.set(['events:drop', 'functions:kill,nth=99']);
  await invokeLater({ do: 'callTables', times: 1 });
  await cloud.services.lambda.waitUntilIdle();

  expect(cloud.faults.active()).toMatchObject([{ struck: 1 }, { seen: 0 }]);
});

test('events:duplicate delivers one event to two environments', async () => {
  cloud.faults.set(['events:duplicate', 'functions:kill,nth=99', 'dynamodb:fail,nth=99']);
  await invokeLater({ do: 'callTables', times: 2 });
  await cloud.services.lambda.waitUntilIdle();

  expect(cloud.faults.active()).toMatchObject([{ struck: 1 }, { seen: 2 }, { seen: 4 }]);
});

test('events:delay delivers an event later, once', async () => {
  cloud.faults.set(['events:delay=600ms', 'functions:kill,nth=99']);
  const startedAt = performance.now();
  await invokeLater({ do: 'callTables', times: 1 });
  await cloud.services.lambda.waitUntilIdle();

  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(600);
  expect(cloud.faults.active()).toMatchObject([{ struck: 1 }, { seen: 1 }]);
});
