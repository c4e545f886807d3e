import { connect } from 'node:net';
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
import { scaledClock } from '../../host.ts';
import { implicitDenial } from '../aws/iam/words.ts';
import { functionConfig, startServer } from './fixtures/harness.ts';
import type { InvocationRecord } from './types.ts';

type Server = Awaited<ReturnType<typeof startServer>>;
let server: Server;
let denied: string | undefined;
const records: InvocationRecord[] = [];

const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:f';
const SQS = 'arn:aws:sqs:eu-west-1:111122223333:failures';

beforeAll(async () => {
  server = await startServer({
    clock: scaledClock(2000), // a minute between retries is 30 ms
    limits: { idleMs: 3_600_000 },
    authorize: (_principal, action) => (action === denied ? implicitDenial(action) : undefined),
    endpoints: () => ({ AWS_ENDPOINT_URL_LAMBDA: server.endpoint }),
    deliver: (_arn, record) => void records.push(record),
  });
  const { service } = server;
  service.createFunction(functionConfig('f', { reservedConcurrency: 1 }));
  service.createFunction(functionConfig('off', { reservedConcurrency: 0 }));
  service.createFunction(functionConfig('hop', { handler: 'hop.handler' }));
  service.createFunction(functionConfig('note', { handler: 'echo.handler' }));
  const onFailure = functionConfig('note').arn;
  service.createFunction(functionConfig('told', { asyncConfig: { onFailure } }));
  service.createFunction(
    functionConfig('queued', {
      asyncConfig: { onFailure: SQS, onSuccess: SQS, maximumRetryAttempts: 1 },
    }),
  );
});
afterAll(() => server[Symbol.asyncDispose]());

const invoke = (input: Partial<InvokeCommandInput> & { event?: unknown } = {}) => {
  const { event = {}, ...rest } = input;
  return server.client.send(
    new InvokeCommand({ FunctionName: 'f', Payload: JSON.stringify(event), ...rest }),
  );
};
const linesOf = (name: string) =>
  server.lines.filter(({ functionName }) => functionName === name).map(({ line }) => line);

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

  test.each(['f:$LATEST', ARN, `${ARN}:$LATEST`, '111122223333:function:f'])(
    'finds %s',
    async (FunctionName) => {
      const answer = await invoke({ FunctionName });
      expect(answer.StatusCode).toBe(200);
    },
  );

  test('is refused while all the function’s environments are busy', async () => {
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
  test('answers 202 before the function has run', async () => {
    const answer = await invoke({ InvocationType: 'Event', event: { do: 'sleep', ms: 50 } });

    expect(answer.StatusCode).toBe(202);
    const report = `REPORT RequestId: ${answer.$metadata.requestId}`;
    expect(linesOf('f').at(-1)).not.toContain(report);
    await server.service.waitUntilIdle();
    expect(linesOf('f').at(-1)).toContain(report);
  });

  test('keeps its request id through the retries, and its record goes to another function', async () => {
    const answer = await invoke({
      FunctionName: 'told',
      InvocationType: 'Event',
      event: { do: 'throw' },
    });
    await server.service.waitUntilIdle();

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
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType: 'BrokenError', errorMessage: 'it broke' },
    });
  });

  test('that succeeds in its second attempt ends with a success', async () => {
    await invoke({
      FunctionName: 'queued',
      InvocationType: 'Event',
      event: { do: 'failUntil', attempt: 2 },
    });
    await server.service.waitUntilIdle();
    expect(records).toMatchObject([
      {
        requestContext: { condition: 'Success', approximateInvokeCount: 2 },
        responsePayload: 'succeeded in attempt 2',
      },
    ]);
  });

  test('runs again after its environment was killed in the middle', async () => {
    await invoke({
      FunctionName: 'queued',
      InvocationType: 'Event',
      event: { do: 'sleep', ms: 300 },
    });
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(server.service.killEnvironment('queued')).toBe(1);
    await server.service.waitUntilIdle();

    expect(records.at(-1)).toMatchObject({
      requestContext: { condition: 'Success', approximateInvokeCount: 2 },
      responsePayload: 'slept',
    });
  });

  test('can come from the function itself, with the SDK and the role it was given', async () => {
    await invoke({ FunctionName: 'hop', InvocationType: 'Event', event: { hops: 2 } });
    await server.service.waitUntilIdle();

    const hops = linesOf('hop').flatMap((line) => /hops left: \d/.exec(line) ?? []);
    expect(hops).toEqual(['hops left: 2', 'hops left: 1', 'hops left: 0']);
  });
});

test('a dry run checks and does nothing', async () => {
  const before = server.lines.length;
  const answer = await invoke({ InvocationType: 'DryRun' });
  expect(answer.StatusCode).toBe(204);
  expect(server.lines).toHaveLength(before);
});

describe('a request is refused', () => {
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
      endpoint: server.endpoint,
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
    const response = await fetch(`${server.endpoint}/2015-03-31/functions/f/invocations`, {
      method: 'POST',
    });
    expect(response.status).toBe(403);
    expect(await response.text()).toBe('{"message":"Missing Authentication Token"}');
  });

  test('when the caller may not do it, without a word on whether the function exists', async () => {
    denied = 'lambda:InvokeFunction';
    const errors = await Promise.all(
      ['f', 'g'].map((FunctionName) => invoke({ FunctionName }).catch((thrown: unknown) => thrown)),
    );
    denied = undefined;
    expect(errors[0]).toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        `User: arn:aws:iam::111122223333:root is not authorized to perform: lambda:InvokeFunction on resource: ${ARN} `,
      ) as string,
    });
    expect(errors[1]).toMatchObject({ name: 'AccessDeniedException' });
  });

  test('when it was not signed with the secret that belongs to its key', async () => {
    const credentials = { accessKeyId: 'AKIDROOT', secretAccessKey: 'guessed' };
    const forger = new LambdaClient({
      endpoint: server.endpoint,
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

  test('when the service does not have the operation', async () => {
    const error = await server.client
      .send(new DeleteFunctionCommand({ FunctionName: 'f' }))
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: 'UnknownOperationException',
      message:
        'The local Lambda service does not have the operation DELETE /2015-03-31/functions/f',
      $metadata: { httpStatusCode: 404 },
    });
  });

  test.each(['/', '//', '/2015-03-31/functions/%zz', '/2015-03-31/functions/f?%', '/%'])(
    'clearly, whatever the path: %s',
    async (path) => {
      const { hostname, port } = new URL(server.endpoint);
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

test('GetFunction, GetFunctionConfiguration and ListFunctions describe what was created', async () => {
  const found = await server.client.send(new GetFunctionCommand({ FunctionName: 'off' }));
  const configuration = await server.client.send(
    new GetFunctionConfigurationCommand({ FunctionName: ARN }),
  );
  const list = await server.client.send(new ListFunctionsCommand({}));

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
    'hop',
    'note',
    'told',
    'queued',
  ]);
});
