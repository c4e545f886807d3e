import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
  type InvokeCommandInput,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scaledClock } from '../../../local/host.ts';
import { functionConfig } from '../../../local/services/lambda/fixtures/harness.ts';
import type { InvocationRecord, LogLine } from '../../../local/services/lambda/types.ts';
import { isLocal, lambdaTarget, localOnly } from './target.ts';

type Target = Awaited<ReturnType<typeof lambdaTarget>>;
let target: Target;
let client: LambdaClient;
let denied: string | undefined;
const notesFile = path.join(mkdtempSync(path.join(tmpdir(), 'notes-')), 'notes.txt');
const records: InvocationRecord[] = [];
const lines: LogLine[] = [];

const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:f';
const SQS = 'arn:aws:sqs:eu-west-1:111122223333:failures';
const EVERY_MINUTE_IS_30_MS = 2000;

beforeAll(async () => {
  target = await lambdaTarget({
    clock: scaledClock(EVERY_MINUTE_IS_30_MS),
    limits: { idleMs: 3_600_000 },
    authorize: (_principal, action) => action !== denied,
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
  service.createFunction(functionConfig('wide'));
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
/** What a synchronous invocation gives, parsed. */
async function resultOf(event: unknown, FunctionName = target.functionName) {
  const answer = await invoke({ FunctionName, event });
  return JSON.parse(answer.Payload?.transformToString() ?? '') as Record<string, unknown>;
}
const linesOf = (name: string) =>
  lines.filter(({ functionName }) => functionName === name).map(({ line }) => line);

describe('a synchronous invocation', () => {
  test('answers what the handler returned', async () => {
    const answer = await invoke({ event: { text: 'naïve 🚀' } });

    expect(answer.$metadata.httpStatusCode).toBe(200);
    expect(answer.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.ExecutedVersion).toBe('$LATEST');
    expect(answer.FunctionError).toBeUndefined();
    expect(answer.LogResult).toBeUndefined();
    expect(answer.Payload?.transformToString()).toBe('{"text":"naïve 🚀"}');
  });

  test('answers null for undefined', async () => {
    const answer = await invoke({ event: { do: 'undefined' } });
    expect(answer.Payload?.transformToString()).toBe('null');
  });

  test('gives an empty object to a handler that is sent nothing', async () => {
    const answer = await invoke({ Payload: undefined });
    expect(answer.Payload?.transformToString()).toBe('{}');
  });

  test('says Unhandled when the handler throws, and shows the log that was asked for', async () => {
    const answer = await invoke({ event: { do: 'throw' }, LogType: 'Tail' });
    const log = Buffer.from(answer.LogResult ?? '', 'base64').toString();

    expect(answer.StatusCode).toBe(200);
    expect(answer.FunctionError).toBe('Unhandled');
    expect(JSON.parse(answer.Payload?.transformToString() ?? '')).toMatchObject({
      errorMessage: 'it broke',
    });
    expect(log).toMatch(/^START RequestId: [^]+\tInvoke Error \t[^]+\nREPORT RequestId: .+\n$/);
  });

  test('shows at most the last 4 KB of a log', async () => {
    const answer = await invoke({ event: { do: 'log', text: 'ü'.repeat(5000) }, LogType: 'Tail' });
    const log = Buffer.from(answer.LogResult ?? '', 'base64');
    expect(log.length).toBeLessThanOrEqual(4096);
    expect(log.length).toBeGreaterThan(4000);
  });

  test('passes the client context', async () => {
    const ClientContext = Buffer.from('{"custom":{"a":1}}').toString('base64');
    const answer = await invoke({ event: { do: 'context' }, ClientContext });
    expect(JSON.parse(answer.Payload?.transformToString() ?? '')).toMatchObject({
      clientContext: { custom: { a: 1 } },
    });
  });

  if (isLocal)
    test.each(['f:$LATEST', ARN, `${ARN}:$LATEST`, '111122223333:function:f'])(
      'finds %s',
      async (FunctionName) => {
        const answer = await invoke({ FunctionName });
        expect(answer.StatusCode).toBe(200);
      },
    );

  test('has the time of its function before it', async () => {
    const { remainingMs } = await resultOf({ do: 'context' });
    expect(remainingMs).toBeGreaterThan(8000);
    expect(remainingMs).toBeLessThanOrEqual(10_000);
  });

  test('may be sent 6 MB', async () => {
    const Payload = `"${'x'.repeat(6_291_456 - 2)}"`;
    const answer = await invoke({ Payload });
    expect(answer.Payload).toHaveLength(6_291_456);
  });

  test('ends its log with what it took, as CloudWatch shows it', async () => {
    const answer = await invoke({ event: { do: 'log', text: 'hi' }, LogType: 'Tail' });
    const id = answer.$metadata.requestId ?? '';
    const log = Buffer.from(answer.LogResult ?? '', 'base64')
      .toString()
      .split('\n');

    expect(log[0]).toBe(`START RequestId: ${id} Version: $LATEST`);
    expect(log[1]).toMatch(new RegExp(`^20\\d\\d-.+Z\t${id}\tINFO\tsaid hi$`));
    expect(log.at(-3)).toBe(`END RequestId: ${id}`);
    expect(log.at(-2)).toMatch(
      new RegExp(
        `^REPORT RequestId: ${id}\tDuration: [\\d.]+ ms\tBilled Duration: \\d+ ms\tMemory Size: 256 MB\tMax Memory Used: \\d+ MB`,
      ),
    );
  });

  test.each([
    ['exits', { do: 'exit', code: 3 }, /Runtime exited with error: exit status 3$/],
    ['waits for nothing', { do: 'waitForNothing' }, /Runtime exited without providing a reason$/],
  ])(
    'whose handler %s is Runtime.ExitError, and the next has a new environment',
    async (_, event, message) => {
      const answer = await invoke({ event });
      const failure = JSON.parse(answer.Payload?.transformToString() ?? '') as Record<
        string,
        string
      >;
      expect(answer.FunctionError).toBe('Unhandled');
      expect(failure.errorType).toBe('Runtime.ExitError');
      expect(failure.errorMessage).toMatch(message);

      expect(await resultOf({ do: 'count' })).toBe(1);
    },
  );

  localOnly(
    'runs beside others in an environment of its own, and the next finds it warm',
    async () => {
      const ask = () => resultOf({ do: 'pidAfter', ms: 300 }, 'wide');
      const pids = await Promise.all([ask(), ask(), ask()]);
      const later = await ask();

      expect(new Set(pids).size).toBe(3);
      expect(pids).toContain(later);
    },
  );

  localOnly('has the credentials of its own function’s role', async () => {
    const of = async (name: string) =>
      (await resultOf({ do: 'environment' }, name)) as Record<string, string>;
    const [one, other] = [await of('f'), await of('wide')];

    expect(one.AWS_ACCESS_KEY_ID).toMatch(/^ASIA/);
    expect(one.AWS_SESSION_TOKEN).toBeTruthy();
    expect(one.AWS_ACCESS_KEY_ID).not.toBe(other.AWS_ACCESS_KEY_ID);
    expect([one.AWS_LAMBDA_FUNCTION_NAME, other.AWS_LAMBDA_FUNCTION_NAME]).toEqual(['f', 'wide']);
  });

  localOnly('is refused while all the function’s environments are busy', async () => {
    const [first, second] = await Promise.allSettled([
      invoke({ event: { do: 'sleep', ms: 100 } }),
      invoke({ event: { do: 'sleep', ms: 100 } }),
    ]);
    expect([first.status, second.status].sort()).toEqual(['fulfilled', 'rejected']);
    const refused = [first, second].find((settled) => settled.status === 'rejected');
    expect(refused?.reason).toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      $metadata: { httpStatusCode: 429 },
    });
  });
});

describe('an asynchronous invocation', () => {
  localOnly('answers 202 before the function has run', async () => {
    const answer = await invoke({ InvocationType: 'Event', event: { do: 'sleep', ms: 50 } });

    expect(answer.StatusCode).toBe(202);
    const report = `REPORT RequestId: ${answer.$metadata.requestId}`;
    expect(linesOf('f').at(-1)).not.toContain(report);
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

localOnly('a dry run checks and does nothing', async () => {
  const before = lines.length;
  const answer = await invoke({ InvocationType: 'DryRun' });
  expect(answer.StatusCode).toBe(204);
  expect(lines).toHaveLength(before);
});

describe('a request is refused', () => {
  if (isLocal)
    test.each([
      [
        { FunctionName: 'g' },
        404,
        'ResourceNotFoundException',
        `Function not found: ${ARN.replace(/f$/, 'g')}`,
      ],
      [{ Qualifier: 'live' }, 404, 'ResourceNotFoundException', `Function not found: ${ARN}:live`],
      [
        { Payload: '{"a":' },
        400,
        'InvalidRequestContentException',
        /^Could not parse request body into json/,
      ],
      [
        { InvocationType: 'Event', Payload: `"${'x'.repeat(1_048_576)}"` },
        413,
        'RequestTooLargeException',
        'Request must be smaller than 1048576 bytes for the InvokeFunction operation',
      ],
      [
        { Payload: `"${'x'.repeat(6_291_456)}"` },
        413,
        'RequestTooLargeException',
        'Request must be smaller than 6291456 bytes for the InvokeFunction operation',
      ],
      [{ InvocationType: 'Sometimes' }, 400, 'InvalidParameterValueException', /invocationType/],
      [{ ClientContext: 'e30x' }, 400, 'InvalidParameterValueException', /Client context/],
      [
        { FunctionName: 'a b' },
        400,
        'ValidationException',
        /'functionName' failed to satisfy constraint/,
      ],
    ])('%o', async (input, httpStatusCode, name, message) => {
      const error = await invoke(input as Partial<InvokeCommandInput>).catch(
        (thrown: unknown) => thrown,
      );
      expect(error).toMatchObject({ name, $metadata: { httpStatusCode } });
      expect((error as Error).message).toMatch(message);
    });

  test('when its access key is unknown', async () => {
    const credentials = { accessKeyId: 'AKIDNOBODY', secretAccessKey: 'x' };
    const stranger = new LambdaClient({
      endpoint: local().endpoint,
      region: 'eu-west-1',
      credentials,
    });
    const error = await stranger
      .send(new InvokeCommand({ FunctionName: 'f' }))
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: 'UnrecognizedClientException',
      $metadata: { httpStatusCode: 403 },
    });
  });

  test('when it is not signed at all', async () => {
    const response = await fetch(`${local().endpoint}/2015-03-31/functions/f/invocations`, {
      method: 'POST',
    });
    expect(response.status).toBe(403);
    expect(await response.text()).toBe('{"message":"Missing Authentication Token"}');
  });

  localOnly(
    'when the caller may not do it, without a word on whether the function exists',
    async () => {
      denied = 'lambda:InvokeFunction';
      const errors = await Promise.all(
        ['f', 'g'].map((FunctionName) =>
          invoke({ FunctionName }).catch((thrown: unknown) => thrown),
        ),
      );
      denied = undefined;
      expect(errors[0]).toMatchObject({
        name: 'AccessDeniedException',
        message: expect.stringContaining(
          `User: arn:aws:iam::111122223333:root is not authorized to perform: lambda:InvokeFunction on resource: ${ARN} `,
        ) as string,
      });
      expect(errors[1]).toMatchObject({ name: 'AccessDeniedException' });
    },
  );

  test('when it was not signed with the secret that belongs to its key', async () => {
    const credentials = { accessKeyId: 'AKIDROOT', secretAccessKey: 'guessed' };
    const forger = new LambdaClient({
      endpoint: local().endpoint,
      region: 'eu-west-1',
      credentials,
    });
    const error = await forger
      .send(new InvokeCommand({ FunctionName: 'f' }))
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: 'InvalidSignatureException',
      $metadata: { httpStatusCode: 403 },
    });
  });

  localOnly('when the service does not have the operation', async () => {
    const error = await client
      .send(new DeleteFunctionCommand({ FunctionName: 'f' }))
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: 'UnknownOperationException',
      message:
        'The local Lambda service does not have the operation DELETE /2015-03-31/functions/f',
      $metadata: { httpStatusCode: 404 },
    });
  });

  if (isLocal)
    test.each(['/', '//', '/2015-03-31/functions/%zz', '/2015-03-31/functions/f?%', '/%'])(
      'clearly, whatever the path: %s',
      async (path) => {
        const { hostname, port } = new URL(local().endpoint);
        const [status] = await new Promise<string[]>((resolve, reject) => {
          const socket = connect(Number(port), hostname, () => {
            socket.end(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
          });
          socket
            .once('data', (chunk) => resolve(chunk.toString().split('\r\n')))
            .once('error', reject);
        });
        expect(status).toBe('HTTP/1.1 403 Forbidden');
      },
    );
});

localOnly(
  'GetFunction, GetFunctionConfiguration and ListFunctions describe what was created',
  async () => {
    const found = await client.send(new GetFunctionCommand({ FunctionName: 'off' }));
    const configuration = await client.send(
      new GetFunctionConfigurationCommand({ FunctionName: ARN }),
    );
    const list = await client.send(new ListFunctionsCommand({}));

    expect(found.Concurrency).toEqual({ ReservedConcurrentExecutions: 0 });
    expect(found.Configuration).toMatchObject({ FunctionName: 'off', State: 'Active' });
    expect(configuration).toMatchObject({
      FunctionArn: ARN,
      Runtime: 'nodejs24.x',
      Handler: 'behave.handler',
      Timeout: 10,
      MemorySize: 256,
      Role: 'arn:aws:iam::111122223333:role/service/f-role',
    });
    expect(list.Functions?.map(({ FunctionName }) => FunctionName)).toEqual([
      'f',
      'off',
      'wide',
      'ordered',
      'hop',
      'note',
      'told',
      'queued',
    ]);
  },
);
