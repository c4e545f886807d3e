import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { postRaw } from '../support/graphql-request.ts';
import { startProcess, type StartedProcess } from '../support/start-process.ts';
import { signInAt } from '../support/users.ts';

/** `npm start` as a process: kill -9, Ctrl-C, taken ports, wrong options. */

const GENERATE =
  'mutation G($input: GenerateReportInput!) { generateReport(input: $input) { reportId } }';
const LIST = '{ listReports(first: 100) { items { reportId status definition } } }';

interface Listed {
  reportId: string;
  status: string;
  definition: string;
}

let state: string;
let running: StartedProcess | undefined;

beforeEach(async () => {
  state = await mkdtemp(path.join(tmpdir(), 'state-'));
});

afterEach(async () => {
  await running?.end('SIGKILL');
  running = undefined;
  await rm(state, { recursive: true, force: true });
});

async function start(...args: string[]): Promise<StartedProcess> {
  running = await startProcess(['--state', state, ...args]);
  return running;
}

async function list(cloud: StartedProcess, authorization: string): Promise<Listed[]> {
  const { body } = await postRaw(cloud.apiOrigin, JSON.stringify({ query: LIST }), {
    authorization,
  });
  return (body.data as { listReports: { items: Listed[] } }).listReports.items;
}

test('kill -9 loses no report that was accepted, and nobody who could sign in', async () => {
  const first = await start();
  const token = await signInAt(first);
  const accepted: string[] = [];
  for (let index = 0; index < 10; index++) {
    const delayMs = index % 2 === 0 ? 0 : 60_000;
    const input = { definition: { sample: { amountOfRows: index, delayMs } } };
    const { body } = await postRaw(
      first.apiOrigin,
      JSON.stringify({ query: GENERATE, variables: { input } }),
      { authorization: token },
    );
    accepted.push((body.data as { generateReport: { reportId: string } }).generateReport.reportId);
  }
  expect(await first.end('SIGKILL')).toBeNull();

  const second = await start();
  const items = await list(second, await signInAt(second));

  expect(items.map(({ reportId }) => reportId).sort()).toEqual(accepted.sort());
  for (const { definition } of items) {
    expect(JSON.parse(definition)).toMatchObject({
      sample: { amountOfRows: expect.any(Number) as number },
    });
  }
}, 60_000);

test('--fresh starts without them', async () => {
  const first = await start();
  const input = { definition: { sample: { amountOfRows: 1 } } };
  const body = JSON.stringify({ query: GENERATE, variables: { input } });
  await postRaw(first.apiOrigin, body, { authorization: await signInAt(first) });
  await first.end('SIGTERM');

  const second = await start('--fresh');

  expect(await list(second, await signInAt(second))).toEqual([]);
}, 60_000);

test.each(['SIGINT', 'SIGTERM'] as const)('%s stops it cleanly', async (signal) => {
  const cloud = await start();

  expect(await cloud.end(signal)).toBe(0);
  expect(cloud.output()).toContain('Stopping.');
});

test('a taken port is named, with what to do', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const { status, stderr } = runCli('--no-page', '--state', state, '--port', String(port));
  other.close();

  expect(status).toBe(2);
  expect(stderr).toBe(
    `Port ${port} on 127.0.0.1 (page and API) is already in use. Stop what uses it or choose another with --port <port>.\n`,
  );
});

test('a second cloud on the same state is refused', async () => {
  await start();
  const { status, stderr } = runCli(
    '--no-page',
    '--state',
    state,
    '--port',
    '0',
    '--aws-port',
    '0',
  );

  expect(status).toBe(2);
  expect(stderr).toMatch(/^Another local cloud \(process \d+\) uses this state directory\./);
});

test.each([
  [['--port', 'abc'], '--port must be a port from 0 to 65535, not abc.'],
  [['--prot', '1'], "Unknown option '--prot'."],
  [['--app', 'nowhere.ts'], 'There is no CDK app nowhere.ts; name one with --app <file>.'],
])('%s is refused in words', (args, message) => {
  const { status, stderr } = runCli(
    '--state',
    state,
    '--no-page',
    '--port',
    '0',
    '--aws-port',
    '0',
    ...args,
  );

  expect(status).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/\n\s+at /); // no stack trace
});

test('it listens on this machine only', async () => {
  const cloud = await start();
  const { port } = new URL(cloud.apiOrigin);
  const addresses = listeningOn(Number(port));

  expect(addresses).toEqual(['127.0.0.1']);
});

function runCli(...args: string[]) {
  return spawnSync(process.execPath, ['local/cli.ts', ...args], {
    encoding: 'utf8',
    timeout: 30_000,
  });
}

/** The local addresses somebody listens on at `port`, from the kernel; loopback alone where there is no /proc. */
function listeningOn(port: number): string[] {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const { stdout } = spawnSync('cat', ['/proc/net/tcp'], { encoding: 'utf8' });
  if (!stdout) return ['127.0.0.1'];
  const LISTEN = '0A';
  return stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(`:${hex}`) && state === LISTEN)
    .map(([, local = '']) =>
      (local.slice(0, 8).match(/../g) ?? [])
        .reverse()
        .map((byte) => parseInt(byte, 16))
        .join('.'),
    );
}
