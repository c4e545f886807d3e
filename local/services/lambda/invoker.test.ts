import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scaledClock } from '../../host.ts';
import { eventually, FIXTURES, functionConfig, isAlive, startService } from './fixtures/harness.ts';

let started: ReturnType<typeof startService>;
let codeDirectory: string;

beforeAll(() => {
  codeDirectory = mkdtempSync(join(tmpdir(), 'lambda-code-'));
  started = startService({
    endpoints: () => ({ AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:4566', GREETING: 'lost' }),
  });
  started.service.createFunction(functionConfig('f', { environment: { GREETING: 'hello' } }));
  started.service.createFunction(functionConfig('impatient', { timeoutMs: 1000 }));
  started.service.createFunction(functionConfig('small', { memoryMb: 128 }));
});
afterAll(async () => {
  await started[Symbol.asyncDispose]();
  rmSync(codeDirectory, { recursive: true });
});

const call = (name: string, event: unknown) => started.call(name, event);

describe('a warm environment', () => {
  test('keeps module state and its process', async () => {
    const first = await call('f', { do: 'count' });
    const second = await call('f', { do: 'count' });
    const [pid, samePid] = [await call('f', { do: 'pid' }), await call('f', { do: 'pid' })];

    expect(second.value).toBe(Number(first.value) + 1);
    expect(samePid.value).toBe(pid.value);
  });

  test('is frozen between invocations: what a handler left running stands still', async () => {
    await call('f', { do: 'tickInBackground' });
    await new Promise((resolve) => setTimeout(resolve, 120));
    const { value } = await call('f', { do: 'ticks' });

    expect(Number(value)).toBeLessThan(10);
  });

  test('ends when it has been idle for its time, by the clock', async () => {
    await using service = startService({ clock: scaledClock(10_000) });
    service.service.createFunction(functionConfig('f'));
    const pid = Number((await service.call('f', { do: 'pid' })).value);

    await eventually(() => !isAlive(pid));
    await eventually(() => readdirSync(join(service.directory, 'environments')).length === 0);
  });

  test('is replaced when its function changes', async () => {
    await using service = startService();
    service.service.createFunction(functionConfig('f'));
    const pid = (await service.call('f', { do: 'pid' })).value;
    service.service.createFunction(functionConfig('f', { environment: { NEW: 'yes' } }));

    expect((await service.call('f', { do: 'environment' })).value.NEW).toBe('yes');
    await eventually(() => !isAlive(Number(pid)));
  });
});

describe('a handler', () => {
  test('sees the variables Lambda gives and nothing of this process', async () => {
    process.env.SECRET_OF_THE_PARENT = 'x';
    const { value } = await call('f', { do: 'environment' });
    delete process.env.SECRET_OF_THE_PARENT;

    expect(value).toMatchObject({
      AWS_REGION: 'eu-west-1',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_NAME: 'f',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:4566',
      GREETING: 'hello',
      TZ: ':UTC',
      cwd: FIXTURES,
    });
    expect(value).not.toHaveProperty('SECRET_OF_THE_PARENT');
    expect(value).not.toHaveProperty('HOME');
    expect(value).not.toHaveProperty('NODE_CHANNEL_FD');
    expect((await call('f', { do: 'sees' })).value).toEqual({ send: 'undefined', arguments: 2 });
    const principal = started.credentials.find(String(value.AWS_ACCESS_KEY_ID))?.principal;
    expect(principal).toMatchObject({
      arn: 'arn:aws:sts::111122223333:assumed-role/f-role/f',
      roleArn: 'arn:aws:iam::111122223333:role/service/f-role',
      userId: expect.stringMatching(/^AROA[0-9A-F]{17}:f$/) as string,
    });
  });

  test('gets the context object', async () => {
    const { value, requestId } = await call('f', { do: 'context' });

    expect(value).toMatchObject({
      functionName: 'f',
      functionVersion: '$LATEST',
      memoryLimitInMB: '256',
      awsRequestId: requestId,
      invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:f',
      logGroupName: '/aws/lambda/f',
    });
    expect(Number(value.remainingMs)).toBeGreaterThan(9_000);
    expect(Number(value.remainingMs)).toBeLessThanOrEqual(10_000);
  });

  test.each([
    ['index.mjs', 'export const handler = async () => "esm"', 'esm'],
    ['index.cjs', 'exports.handler = async () => "cjs"', 'cjs'],
    ['index.js', 'module.exports = { handler: () => "plain" }', 'plain'],
  ])('is found in %s', async (file, source, result) => {
    const directory = join(codeDirectory, file);
    mkdirSync(directory);
    writeFileSync(join(directory, file), source);
    started.service.createFunction(
      functionConfig('module', { codeDirectory: directory, handler: 'index.handler' }),
    );

    expect((await call('module', {})).value).toBe(result);
  });

  test('may be nested in an export', async () => {
    started.service.createFunction(functionConfig('nested', { handler: 'behave.nested.handler' }));

    expect((await call('nested', {})).value).toBe('nested');
  });

  test.each([
    ['behave.text', 'Runtime.HandlerNotFound', 'behave.text is not a function'],
    ['behave.none', 'Runtime.HandlerNotFound', 'behave.none is undefined or not exported'],
    ['behave', 'Runtime.MalformedHandlerName', 'Bad handler'],
    ['absent.handler', 'Runtime.ImportModuleError', /^Error: Cannot find module 'absent'/],
    ['broken.handler', 'TypeError', 'broken while loading'],
    ['callback.handler', 'Runtime.CallbackHandlerDeprecated', /removed support for callback-based/],
  ])('%s does not load: %s', async (handler, errorType, errorMessage) => {
    started.service.createFunction(functionConfig('unloadable', { handler }));

    const { functionError, value } = await call('unloadable', {});

    expect(functionError).toBe('Unhandled');
    expect(value).toMatchObject({ errorType });
    expect(value.errorMessage).toMatch(errorMessage);
    expect(JSON.stringify(value)).not.toContain(FIXTURES);
  });

  test('with a syntax error is named as such', async () => {
    writeFileSync(join(codeDirectory, 'odd.mjs'), 'export const = 1');
    started.service.createFunction(
      functionConfig('odd', { codeDirectory, handler: 'odd.handler' }),
    );

    const { value } = await call('odd', {});
    expect(value.errorType).toBe('Runtime.UserCodeSyntaxError');
  });

  test('with a callback runs on the older runtimes, which wait for the event loop to be empty', async () => {
    const older = { runtime: 'nodejs22.x', handler: 'callback.handler' } as const;
    started.service.createFunction(functionConfig('older', older));

    const waited = await call('older', {});
    expect(Date.now() - Number(waited.value.startedAt)).toBeGreaterThanOrEqual(190);
    const early = await call('older', { early: true });
    expect(Date.now() - Number(early.value.startedAt)).toBeLessThan(150);
    expect((await call('older', { fail: true })).value.errorMessage).toBe('called back');
    expect((await call('older', { never: true })).value).toBeNull();
  });
});

describe('a function error', () => {
  test('is the error that was thrown, with the paths of Lambda', async () => {
    const { functionError, value } = await call('f', { do: 'throw' });

    expect(functionError).toBe('Unhandled');
    expect(Object.keys(value)).toEqual(['errorType', 'errorMessage', 'trace']);
    expect(value).toMatchObject({ errorType: 'BrokenError', errorMessage: 'it broke' });
    expect(String((value.trace as string[])[1])).toMatch(/file:\/\/\/var\/task\/behave\.mjs:\d+/);
  });

  test('may be a rejection with something that is no Error', async () => {
    const { value } = await call('f', { do: 'throwText' });
    expect(value).toEqual({ errorType: 'string', errorMessage: 'just text', trace: [] });
  });

  test.each([
    [{ do: 'exit', code: 3 }, 'Runtime exited with error: exit status 3'],
    [{ do: 'exit', code: 0 }, 'Runtime exited without providing a reason'],
    [{ do: 'waitForNothing' }, 'Runtime exited without providing a reason'],
    [{ do: 'abort' }, 'Runtime exited with error: signal: aborted (core dumped)'],
  ])('is the end of the process after %j', async (event, message) => {
    const { value, functionError, requestId } = await call('f', event);

    expect(functionError).toBe('Unhandled');
    expect(value).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: ${requestId} Error: ${message}`,
    });
  });

  test('is a rejection nobody handles', async () => {
    const { value } = await call('f', { do: 'rejectLater' });
    expect(value.errorType).toBe('Runtime.UnhandledPromiseRejection');
    expect(value.errorMessage).toBe('Error: nobody listens');
  });

  test('is a result that is not JSON', async () => {
    const { value } = await call('f', { do: 'circular' });
    expect(value.errorType).toBe('Runtime.JSONStringifyError');
  });

  test('is a result over 6 MB, and one just below passes', async () => {
    const { value, functionError } = await call('f', { do: 'big', bytes: 6_291_557 });
    const largest = await call('f', { do: 'big', bytes: 6_291_556 });

    expect(functionError).toBe('Unhandled');
    expect(value).toEqual({
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
    });
    expect(largest.functionError).toBeUndefined();
  });

  test('ends an endless loop when its time is up', async () => {
    const { value, requestId } = await call('impatient', { do: 'loop' });

    expect(value).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${requestId} Error: Task timed out after 1.00 seconds`,
    });
    const report = started.lines.findLast(({ line }) => line.startsWith('REPORT'))?.line;
    expect(report).toContain('Duration: 1000.00 ms');
    expect(report).toContain('Status: timeout');
  });

  test.runIf(process.platform === 'linux').each(['leakHeap', 'leakBuffers'])(
    'ends %s at the memory limit',
    async (leak) => {
      const { value, requestId } = await call('small', { do: leak });

      expect(value).toEqual({
        errorType: 'Runtime.ExitError',
        errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`,
      });
      const report = started.lines.findLast(({ line }) => line.startsWith('REPORT'))?.line;
      expect(report).toContain('Max Memory Used: 128 MB');
      expect(report).toContain('Error Type: Runtime.OutOfMemory');
    },
  );

  test('is a SIGKILL in the middle, and the next invocation gets a new environment', async () => {
    const running = call('f', { do: 'hang' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    const killed = started.service.killEnvironment('f');
    const { value } = await running;

    expect(killed).toBe(1);
    expect(value.errorMessage).toMatch(/Runtime exited with error: signal: killed$/);
    expect((await call('f', { do: 'count' })).value).toBe(1);
  });
});

test('a process a function starts dies with its environment', async () => {
  const child = Number((await call('f', { do: 'child' })).value);
  started.service.killEnvironment('f');
  await eventually(() => !isAlive(child));
});

test('loading longer than the limit counts against the timeout, and its output belongs to the invocation', async () => {
  await using service = startService({ limits: { initMs: 100 } });
  service.service.createFunction(functionConfig('slow', { handler: 'slow-start.handler' }));

  const { value, requestId } = await service.call('slow', {});

  expect(value).toBe('started');
  const own = service.lines.filter((line) => line.requestId === requestId).map(({ line }) => line);
  expect(own[0]).toMatch(/\tundefined\tINFO\tloaded$/);
  expect(own[1]).toBe(`START RequestId: ${requestId} Version: $LATEST`);
  expect(own.at(-1)).toMatch(/\tInit Duration: \d+\.\d\d ms$/);
});

test('the log of an invocation is whole when the answer comes', async () => {
  const { requestId, logTail } = await call('f', { do: 'log', text: 'hi\nthere' });
  const own = started.lines.filter((line) => line.requestId === requestId).map(({ line }) => line);

  expect(own[0]).toBe(`START RequestId: ${requestId} Version: $LATEST`);
  expect(own[1]).toMatch(new RegExp(`^\\d{4}-.+Z\t${requestId}\tINFO\tsaid hi$`));
  expect(own.slice(2, 5)).toEqual([
    'there',
    expect.stringContaining('\tERROR\tand complained') as string,
    'without newline',
  ]);
  expect(own[5]).toBe(`END RequestId: ${requestId}`);
  expect(own[6]).toMatch(/^REPORT RequestId: .+\tDuration: .+\tMemory Size: 256 MB\t/);
  expect(logTail).toBe(`${own.join('\n')}\n`);
});

describe('concurrency', () => {
  test('beyond the limit is throttled, with one environment per running event', async () => {
    await using service = startService({ limits: { concurrentExecutions: 2 } });
    service.service.createFunction(functionConfig('f'));
    service.service.createFunction(functionConfig('reserved', { reservedConcurrency: 1 }));
    service.service.createFunction(functionConfig('off', { reservedConcurrency: 0 }));
    const sync = { type: 'RequestResponse' } as const;
    const nap = '{"do":"sleep","ms":100}';

    const [one, two, three, four, five, six] = await Promise.all([
      service.service.invoke('f', nap, sync),
      service.service.invoke('f', nap, sync),
      service.service.invoke('f', nap, sync),
      service.service.invoke('reserved', nap, sync),
      service.service.invoke('reserved', nap, sync),
      service.service.invoke('off', nap, sync),
    ]);

    expect([one.kind, two.kind, four.kind]).toEqual(['completed', 'completed', 'completed']);
    expect(three).toMatchObject({
      statusCode: 429,
      refusal: { body: { Reason: 'ConcurrentInvocationLimitExceeded' } },
    });
    for (const refused of [five, six]) {
      expect(refused).toMatchObject({
        refusal: { body: { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' } },
      });
    }
  });
});

test('a missing code directory is the service’s failure and shows no path', async () => {
  started.service.createFunction(
    functionConfig('lost', { codeDirectory: join(codeDirectory, 'none') }),
  );
  const result = await started.service.invoke('lost', '{}', { type: 'RequestResponse' });

  expect(result).toMatchObject({ kind: 'refused', statusCode: 500 });
  expect(JSON.stringify(result)).not.toContain(codeDirectory);
});

test('an aborted signal ends the wait and not the function', async () => {
  const abort = new AbortController();
  const sync = { type: 'RequestResponse', signal: abort.signal } as const;
  const waiting = started.service.invoke('f', '{"do":"sleep","ms":100}', sync);
  abort.abort(new Error('enough'));

  await expect(waiting).rejects.toThrow('enough');
  await started.service.waitUntilIdle();
  expect(started.lines.at(-1)?.line).toMatch(/^REPORT/);
});

test('disposal kills what runs', async () => {
  const service = startService();
  service.service.createFunction(functionConfig('f'));
  const pid = Number((await service.call('f', { do: 'pid' })).value);
  const running = service.service.invoke('f', '{"do":"loop"}', { type: 'RequestResponse' });
  await service[Symbol.asyncDispose]();

  expect(await running).toMatchObject({ kind: 'refused', statusCode: 500 });
  expect(isAlive(pid)).toBe(false);
});
