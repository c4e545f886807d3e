import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalCloud } from '../../local/index.ts';
import { APPS } from '../support/apps.ts';
import { CTRL_C, runCli, startCli, startInTerminal, type CliEnd } from '../support/cli-process.ts';
import { startTestCloud } from '../support/cloud.ts';
import { postRaw } from '../support/graphql-request.ts';
import { signInAt } from '../support/users.ts';

/** The command line as a process, piped and in a terminal, against a real cloud that has no datasets. */

const LIMIT = 4; // of the brisk app
const SAMPLE_SHA256 = 'a7e21d938b8e3a145a160eba7c9ad06e34e9c6751acb66e1fb88fa7099b68b41';
const QUESTION = 'Cancel the report?';
const SLOW = ['generate', 'sample', '--rows', '500', '--delay-ms', '60000'];
const STACK_TRACE = /\n\s+at /;
const COLOUR = /\u001b\[[\d;]*m/;

let cloud: LocalCloud;
let directory: string;
let here: string[];
let token: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'cli-'));
  cloud = await startTestCloud(APPS.brisk);
  here = ['--url', cloud.apiOrigin];
  token = await signInAt(cloud);
});

afterAll(async () => {
  await cloud[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

const file = (name: string): string => path.join(directory, name);
const linesOf = ({ stdout }: Pick<CliEnd, 'stdout'>): string[] => stdout.trimEnd().split('\n');
const json = (end: CliEnd) => linesOf(end).map((line) => JSON.parse(line) as JsonLine);
const idIn = (text: string): string => /[0-9A-HJKMNP-TV-Z]{26}/.exec(text)?.[0] ?? 'no id';
const sha256 = async (name: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(file(name)))
    .digest('hex');

interface JsonLine {
  readonly type: string;
  readonly reportId: string;
  readonly status: string;
  readonly nextToken: string | null;
}

/** Asks the API without the command line. */
async function ask(query: string, variables: object = {}): Promise<Record<string, unknown>> {
  const body = JSON.stringify({ query, variables });
  const answer = await postRaw(cloud.apiOrigin, body, { authorization: token });
  expect(answer.body.errors).toBeUndefined();
  return answer.body.data ?? {};
}

async function statusOf(reportId: string): Promise<unknown> {
  const query = 'query Q($reportId: ID!) { getReport(reportId: $reportId) { status } }';
  const { getReport } = (await ask(query, { reportId })) as { getReport: { status: string } };
  return getReport.status;
}

async function cancel(reportId: string): Promise<void> {
  await ask('mutation C($reportId: ID!) { cancelReport(reportId: $reportId) { status } }', {
    reportId,
  });
  await expect.poll(() => statusOf(reportId), { timeout: 10_000 }).toBe('CANCELLED');
}

async function orderSlow(): Promise<string> {
  const query =
    'mutation G($input: GenerateReportInput!) { generateReport(input: $input) { reportId } }';
  const input = { definition: { sample: { amountOfRows: 500, delayMs: 60_000 } } };
  const { generateReport } = (await ask(query, { input })) as {
    generateReport: { reportId: string };
  };
  return generateReport.reportId;
}

test('piped: an order, its progress and its file, in plain lines', async () => {
  const name = file('report.csv');
  const order = ['sample', '--rows', '500', '--delay-ms', '1000', '--output', name];
  const { code, stdout, stderr } = await runCli([...order, ...here]);

  expect(code).toBe(0);
  expect(stdout).toBe(`${name}  500 rows  12,207 bytes\nsha256  ${SAMPLE_SHA256}\n`);
  expect(stderr).toMatch(/^Report [0-9A-Z]{26} is accepted\.\n(Queued|Running) /);
  expect(stderr).toMatch(/\nDone {2}0:0\d\n$/);
  expect(stderr).not.toContain('\u001b');
  expect(await sha256('report.csv')).toBe(SAMPLE_SHA256);
});

test('--json: every line is an object, the last one the outcome with the file', async () => {
  const name = file('json.csv');
  const order = ['generate', 'sample', '--rows', '500', '--delay-ms', '1000', '-o', name];
  const end = await runCli([...order, '--json', ...here]);
  const lines = json(end);
  const types = lines.map(({ type }) => type);

  expect(end.code).toBe(0);
  expect(types[0]).toBe('accepted');
  expect(new Set(types.slice(1, -1))).toEqual(new Set(['progress']));
  expect(lines.at(-1)).toMatchObject({
    type: 'outcome',
    status: 'SUCCEEDED',
    rowCount: 500,
    byteSize: 12_207,
    sha256: SAMPLE_SHA256,
    error: null,
    file: name,
  });
});

test('in a terminal: one line is redrawn within its width, without colours, and the end stays', async () => {
  const order = ['sample', '--rows', '500', '--delay-ms', '2000', '--force', '-o'];
  const [wide, narrow, dumb] = await Promise.all([
    startInTerminal([...order, file('a.csv'), ...here], { columns: 120 }).ended,
    startInTerminal([...order, file('b.csv'), ...here], { columns: 60, env: { NO_COLOR: '1' } })
      .ended,
    startInTerminal([...order, file('c.csv'), ...here], { env: { TERM: 'dumb' } }).ended,
  ]);
  const drawn = (end: CliEnd): string[] =>
    end.stdout
      .split('\u001b[1G')
      .slice(1)
      .map((text) => text.split('\u001b')[0] ?? '');
  const widest = (end: CliEnd): number => Math.max(...drawn(end).map(({ length }) => length));

  for (const { code, stdout } of [wide, narrow, dumb]) {
    expect(code).toBe(0);
    expect(stdout).toMatch(/Done {2}0:0\d\r\n.*500 rows {2}12,207 bytes\r\nsha256/);
    expect(stdout).not.toMatch(COLOUR);
  }
  expect(wide.stdout).toMatch(/Running {2}█+░+ {2}\d+ % {2}\d+ of 500 rows/);
  expect(widest(wide)).toBeLessThan(120);
  expect(widest(narrow)).toBeLessThan(60);
  expect(dumb.stdout).not.toContain('\u001b');
});

test('wrong parameters are told with their option, here or by the server', async () => {
  const cases: readonly (readonly [string, string])[] = [
    ['sample --rows many', '--rows must be a whole number, not many. --help tells'],
    ['sample --row 5', "Unknown option '--row' (Did you mean --rows?). --help tells"],
    ['generate sample', 'sample needs --rows (Rows to write, 0 to 10,000,000). --help tells'],
    ['sample --rows 10000001', '--rows must be 0 to 10000000, not 10000001'],
    ['calendar --from 2026-02-01 --to 2026-01-01', '--to must not be before --from (2026-02-01)'],
    ['watch nothing', 'You have no report nothing.'],
  ];
  const ends = await Promise.all(cases.map(([line]) => runCli([...line.split(' '), ...here])));

  for (const [index, { code, stdout, stderr }] of ends.entries()) {
    expect(stderr).toContain(cases[index]?.[1]);
    expect(stderr).not.toMatch(STACK_TRACE);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  }
});

test('no server and no such user are told in words, with 3', async () => {
  const nobody = createServer();
  await new Promise<void>((resolve) => nobody.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(nobody.address() as AddressInfo).port}`;
  await new Promise((resolve) => nobody.close(resolve));
  const [noServer, noUser] = await Promise.all([
    runCli(['list', '--url', url, '--json']),
    runCli(['list', ...here, '--user', 'x', '--password', 'y']),
  ]);

  expect(noServer.code).toBe(3);
  expect(noServer.stderr).toBe(`Nothing answers at ${url}/amplify_outputs.json.\n`);
  expect(json(noServer)).toEqual([
    expect.objectContaining({ type: 'error', exitCode: 3, reason: 'ReportUnavailableError' }),
  ]);
  expect(noUser).toEqual({
    code: 3,
    stdout: '',
    stderr: 'x cannot sign in: wrong user name or password.\n',
  });
});

test('a report too many is refused in words, until one is cancelled', async () => {
  const others = await Promise.all(Array.from({ length: LIMIT - 1 }, orderSlow));
  const last = await runCli([...SLOW, '--no-wait', ...here]);
  const id = last.stdout.trim();
  const refused = await runCli([...SLOW, ...here]);
  const cancelled = await runCli(['cancel', id, ...here]);
  const deleted = await runCli(['delete', id, ...here]);
  await Promise.all(others.map(cancel));

  expect(refused).toEqual({
    code: 2,
    stdout: '',
    stderr:
      'You have 4 reports under way, and 4 are allowed at once. Try again when one of them has finished, or cancel one.\n' +
      'It is worth trying again in 30 seconds.\n',
  });
  expect(cancelled).toMatchObject({ code: 0, stdout: `Report ${id} is cancelled.\n` });
  expect(deleted).toEqual({ code: 0, stdout: `Report ${id} is deleted.\n`, stderr: '' });
});

test('Ctrl-C and yes cancels the report', async () => {
  const terminal = startInTerminal([...SLOW, ...here]);
  await terminal.until('Running');
  terminal.type(CTRL_C);
  await terminal.until(QUESTION);
  terminal.type('y\n');
  const { code, stdout } = await terminal.ended;

  expect(code).toBe(4);
  expect(stdout).toContain('Asked to stop; waiting until it has.\r\n');
  expect(stdout).toContain(`Report ${idIn(stdout)} was cancelled.\r\n`);
  expect(await statusOf(idIn(stdout))).toBe('CANCELLED');
});

test('Ctrl-C and Enter, or Ctrl-C twice, leaves it running, and download gets it as it is', async () => {
  const order = ['generate', 'sample', '--rows', '500', '--delay-ms', '5000', ...here];
  const terminals = [startInTerminal(order), startInTerminal(order)] as const;
  await Promise.all(terminals.map((terminal) => terminal.until('Running')));
  for (const terminal of terminals) terminal.type(CTRL_C);
  await Promise.all(terminals.map((terminal) => terminal.until(QUESTION)));
  terminals[0].type('\n');
  // A second one within half a second is taken for the first: npm passes each on once more.
  await new Promise((resolve) => setTimeout(resolve, 600));
  terminals[1].type(CTRL_C);
  const [left, twice] = await Promise.all(terminals.map(({ ended }) => ended));
  const id = idIn(left?.stdout ?? '');
  const got = await runCli(['download', id, '--output', file('left.csv'), ...here]);

  for (const end of [left, twice]) {
    expect(end?.code).toBe(130);
    expect(end?.stdout).toContain('The report goes on without this command.\r\n');
  }
  expect(left?.stdout).toContain(`npm run report -- cancel ${id} --url ${cloud.apiOrigin}\r\n`);
  expect(got).toMatchObject({ code: 0, stdout: expect.stringContaining(SAMPLE_SHA256) as string });
  expect(await sha256('left.csv')).toBe(SAMPLE_SHA256);
});

test('piped, Ctrl-C asks nobody: the report goes on, and how to come back is told', async () => {
  const piped = startCli([...SLOW, ...here]);
  await piped.until('Running');
  piped.child.kill('SIGINT');
  const { code, stderr } = await piped.ended;
  const id = idIn(stderr);
  const status = await statusOf(id);
  await cancel(id);

  expect(code).toBe(130);
  expect(stderr).not.toContain(QUESTION);
  expect(stderr).toContain(`npm run report -- download ${id} --url ${cloud.apiOrigin} --output`);
  expect(status).toBe('RUNNING');
});

test('a report that fails says why and what to do, with 1', async () => {
  const period = ['--from', '2001-01-01', '--to', '2001-01-31'];
  const end = await runCli(['generate', 'flight-delays', ...period, '--json', ...here]);
  const outcome = json(end).at(-1) as unknown as {
    readonly error: { readonly code: string; readonly message: string; readonly action: string };
  };

  expect(end.code).toBe(1);
  expect(outcome).toMatchObject({ type: 'outcome', status: 'FAILED', file: null });
  const { code, message, action } = outcome.error;
  expect(end.stderr).toContain(`${message} (${code})\n${action}\n`);
  expect(end.stderr).not.toMatch(STACK_TRACE);
});

test('list goes from page to page', async () => {
  const page = ['list', '--first', '2', '--json', ...here];
  const first = json(await runCli(page));
  const after = first.at(-1)?.nextToken ?? '';
  const [second, all] = await Promise.all([
    runCli([...page, '--after', after]),
    runCli([...page, '--all']),
  ]);
  const ids = (lines: readonly JsonLine[]) =>
    lines.filter(({ type }) => type === 'report').map(({ reportId }) => reportId);

  expect(ids(first)).toHaveLength(2);
  expect(ids(json(second))).toHaveLength(2);
  expect(ids(json(all)).slice(0, 4)).toEqual([...ids(first), ...ids(json(second))]);
  expect(json(all).at(-1)).toEqual({ type: 'page', nextToken: null });
});

test('the bin is the same program, on the Node of this machine', () => {
  const { status, stdout } = spawnSync('client/appsync-reports.mjs', ['kinds'], {
    encoding: 'utf8',
  });

  expect(status).toBe(0);
  expect(stdout).toContain('sample: Demonstration rows: date, item, amount.\n  --rows ');
});
