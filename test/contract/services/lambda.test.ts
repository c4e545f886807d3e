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
import { implicitDenial } from '../../../local/services/aws/iam/words.ts';
import { functionConfig } from '../../../local/services/lambda/fixtures/harness.ts';
import type { LogLine } from '../../../local/services/lambda/types.ts';
import { isLocal, lambdaTarget, localOnly } from './target.ts';

type Target = Awaited<ReturnType<typeof lambdaTarget>>;
let target: Target;
let client: LambdaClient;
let denied: string | undefined;
const lines: LogLine[] = [];

const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:f';

beforeAll(async () => {
  target = await lambdaTarget({
    authorize: (_principal, action) => (action === denied ? implicitDenial(action) : undefined),
    onLog: (line) => lines.push(line),
  });
  client = target.client;
  if (!isLocal) return;
  const { service } = local();
  service.createFunction(functionConfig('f', { reservedConcurrency: 1 }));
  service.createFunction(functionConfig('off', { reservedConcurrency: 0 }));
  service.createFunction(functionConfig('wide'));
});
afterAll(() => target[Symbol.asyncDispose]());

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
        'RequestEntityTooLargeException',
        '1048578 byte payload is too large for the Event invocation type (limit 1048576 bytes)',
      ],
      [
        { Payload: `"${'x'.repeat(6_291_456)}"` },
        413,
        'RequestEntityTooLargeException',
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
      endpoint: target.endpoint,
      region: target.region,
      credentials,
    });
    const error = await stranger
      .send(new InvokeCommand({ FunctionName: target.functionName }))
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: 'UnrecognizedClientException',
      $metadata: { httpStatusCode: 403 },
    });
  });

  test('when it is not signed at all', async () => {
    const response = await fetch(
      `${target.endpoint}/2015-03-31/functions/${target.functionName}/invocations`,
      {
        method: 'POST',
      },
    );
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
    const { accessKeyId } = await client.config.credentials();
    const credentials = { accessKeyId, secretAccessKey: 'guessed' };
    const forger = new LambdaClient({
      endpoint: target.endpoint,
      region: target.region,
      credentials,
    });
    const error = await forger
      .send(new InvokeCommand({ FunctionName: target.functionName }))
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
        const { hostname, port } = new URL(target.endpoint);
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
    expect(list.Functions?.map(({ FunctionName }) => FunctionName)).toEqual(['f', 'off', 'wide']);
  },
);
