import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InvokeCommand, type InvokeCommandInput, type LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { scaledClock } from '../../../local/host.ts';
import { functionConfig } from '../../../local/services/lambda/fixtures/harness.ts';
import type { InvocationRecord, LogLine } from '../../../local/services/lambda/types.ts';
import { isLocal, lambdaTarget, localOnly } from './target.ts';

type Target = Awaited<ReturnType<typeof lambdaTarget>>;
let target: Target;
let client: LambdaClient;
const notesFile = path.join(mkdtempSync(path.join(tmpdir(), 'notes-')), 'notes.txt');
const records: InvocationRecord[] = [];
const lines: LogLine[] = [];

const SQS = 'arn:aws:sqs:eu-west-1:111122223333:failures';
const EVERY_MINUTE_IS_30_MS = 2000;

beforeAll(async () => {
  target = await lambdaTarget({
    clock: scaledClock(EVERY_MINUTE_IS_30_MS),
    limits: { idleMs: 3_600_000 },
    endpoints: () => ({ AWS_ENDPOINT_URL_LAMBDA: local().endpoint }),
    deliver: (_arn, record) => void records.push(record),
    onLog: (line) => lines.push(line),
  });
  client = target.client;
  if (!isLocal) return;
  const { service } = local();
  service.createFunction(functionConfig('f', { reservedConcurrency: 1 }));
  service.createFunction(
    functionConfig('off', {
      reservedConcurrency: 0,
      asyncConfig: { onFailure: SQS, maximumEventAgeMs: 60_000 },
    }),
  );
  service.createFunction(
    functionConfig('ordered', {
      handler: 'note.handler',
      reservedConcurrency: 1,
      environment: { NOTES_FILE: notesFile },
    }),
  );
  service.createFunction(functionConfig('hop', { handler: 'hop.handler' }));
  service.createFunction(functionConfig('note', { handler: 'echo.handler' }));
  const onFailure = functionConfig('note').arn;
  service.createFunction(functionConfig('told', { asyncConfig: { onFailure } }));
  service.createFunction(
    functionConfig('queued', {
      timeoutMs: 1000,
      memoryMb: 128,
      asyncConfig: { onFailure: SQS, onSuccess: SQS, maximumRetryAttempts: 1 },
    }),
  );
});
afterAll(async () => {
  await target[Symbol.asyncDispose]();
  rmSync(path.dirname(notesFile), { recursive: true });
});

/** What a test that runs here alone may reach beside the API. */
function local() {
  if (!('service' in target)) throw new Error('this test is for this machine');
  return target;
}

const invoke = (input: Partial<InvokeCommandInput> & { event?: unknown } = {}) => {
  const { event = {}, ...rest } = input;
  return client.send(
    new InvokeCommand({
      FunctionName: target.functionName,
      Payload: JSON.stringify(event),
      ...rest,
    }),
  );
};
const linesOf = (name: string) =>
  lines.filter(({ functionName }) => functionName === name).map(({ line }) => line);

describe('an asynchronous invocation', () => {
  localOnly('answers 202 before the function has run', async () => {
    const answer = await invoke({ InvocationType: 'Event', event: { do: 'sleep', ms: 50 } });

    expect(answer.StatusCode).toBe(202);
    const report = `REPORT RequestId: ${answer.$metadata.requestId}`;
    expect(linesOf('f').join('\n')).not.toContain(report);
    await local().service.waitUntilIdle();
    expect(linesOf('f').at(-1)).toContain(report);
  });

  localOnly(
    'keeps its request id through the retries, and its record goes to another function',
    async () => {
      const answer = await invoke({
        FunctionName: 'told',
        InvocationType: 'Event',
        event: { do: 'throw' },
      });
      await local().service.waitUntilIdle();

      const starts = linesOf('told').filter((line) => line.startsWith('START'));
      expect(starts).toEqual(
        Array(3).fill(`START RequestId: ${answer.$metadata.requestId} Version: $LATEST`),
      );
      const record = linesOf('note').find((line) => line.startsWith('{'));
      expect(JSON.parse(record ?? '')).toMatchObject({
        requestContext: {
          requestId: answer.$metadata.requestId,
          functionArn: `${functionConfig('told').arn}:$LATEST`,
          condition: 'RetriesExhausted',
          approximateInvokeCount: 3,
        },
        requestPayload: { do: 'throw' },
        responseContext: {
          statusCode: 200,
          executedVersion: '$LATEST',
          functionError: 'Unhandled',
        },
        responsePayload: { errorType: 'BrokenError', errorMessage: 'it broke' },
      });
    },
  );

  localOnly('that succeeds in its second attempt ends with a success', async () => {
    await invoke({
      FunctionName: 'queued',
      InvocationType: 'Event',
      event: { do: 'failUntil', attempt: 2 },
    });
    await local().service.waitUntilIdle();
    expect(records).toMatchObject([
      {
        requestContext: { condition: 'Success', approximateInvokeCount: 2 },
        responsePayload: 'succeeded in attempt 2',
      },
    ]);
  });

  localOnly('runs again after its environment was killed in the middle', async () => {
    await invoke({
      FunctionName: 'queued',
      InvocationType: 'Event',
      event: { do: 'sleep', ms: 300 },
    });
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(local().service.killEnvironment('queued')).toBe(1);
    await local().service.waitUntilIdle();

    expect(records.at(-1)).toMatchObject({
      requestContext: { condition: 'Success', approximateInvokeCount: 2 },
      responsePayload: 'slept',
    });
  });

  localOnly(
    'can come from the function itself, with the SDK and the role it was given',
    async () => {
      await invoke({ FunctionName: 'hop', InvocationType: 'Event', event: { hops: 2 } });
      await local().service.waitUntilIdle();

      const hops = linesOf('hop').flatMap((line) => /hops left: \d/.exec(line) ?? []);
      expect(hops).toEqual(['hops left: 2', 'hops left: 1', 'hops left: 0']);
    },
  );
});

describe('an event whose function', () => {
  const FATES = [
    ['loops for ever', { do: 'loop' }, 'Sandbox.Timedout'],
    ['exits', { do: 'exit', code: 1 }, 'Runtime.ExitError'],
    // The limit of memory is kept by looking at /proc.
    ...(process.platform === 'linux'
      ? [['fills its memory', { do: 'leakBuffers' }, 'Runtime.ExitError'] as const]
      : []),
  ] as const;
  for (const [what, event, errorType] of FATES) {
    localOnly(`${what} is tried again in a new environment, and given up`, async () => {
      const FunctionName = 'queued';
      const { $metadata } = await invoke({ FunctionName, InvocationType: 'Event', event });
      await local().service.waitUntilIdle();

      const own = linesOf('queued').filter((line) => line.includes($metadata.requestId ?? ''));
      const reports = own.filter((line) => line.startsWith('REPORT'));
      expect(reports).toHaveLength(2);
      expect(reports[1]).toContain('Init Duration');
      expect(records.at(-1)).toMatchObject({
        requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 2 },
        responsePayload: { errorType },
      });
    });
  }

  localOnly('is switched off ends at its maximum age', async () => {
    await invoke({ FunctionName: 'off', InvocationType: 'Event', event: { late: true } });
    await local().service.waitUntilIdle();

    expect(records.at(-1)).toMatchObject({
      requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 0 },
      requestPayload: { late: true },
    });
  });

  localOnly(
    'has room for one at a time is run for 500 at once in order of arrival, and loses none',
    async () => {
      const numbers = Array.from({ length: 500 }, (_, n) => n);
      const accepted = await Promise.all(
        numbers.map((n) => local().service.invoke('ordered', String(n), { type: 'Event' })),
      );
      expect(new Set(accepted.map(({ statusCode }) => statusCode))).toEqual(new Set([202]));

      await local().service.waitUntilIdle();

      expect(readFileSync(notesFile, 'utf8').trim().split('\n').map(Number)).toEqual(numbers);
    },
  );
});
