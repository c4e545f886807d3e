import { expect, test } from 'vitest';
import { aReport } from '../test-bed.ts';
import type { Report } from '../types.ts';
import { createStreamsBed, type StreamsBedOptions } from './streams-bed.ts';
import { createTerminal } from './terminal.ts';

const CREATED_MS = Date.parse(aReport().createdAt);

function setUp({
  quiet = false,
  env = {},
  ...options
}: StreamsBedOptions & { quiet?: boolean; env?: Record<string, string> } = {}) {
  let nowMs = 0;
  const { streams, stdin, written } = createStreamsBed(options);
  const dateMs = (): number => CREATED_MS + nowMs;
  const terminal = createTerminal(streams, { quiet, env, nowMs: () => nowMs, dateMs });
  return { terminal, stdin, written, pass: (ms: number) => (nowMs += ms) };
}

function running(rowsWritten: number, percent: number | null = null): Report {
  const rowsExpected = percent === null ? null : 100;
  const progress = { phase: 'writing', rowsWritten, rowsExpected, bytesWritten: 0, percent };
  return aReport({
    status: 'RUNNING',
    attempt: 1,
    progress: { ...progress, etaSeconds: null },
  });
}

const done = () => aReport({ status: 'SUCCEEDED', finishedAt: '2026-01-01T00:00:07.000Z' });

test('on a terminal a line is redrawn, taken away for other lines, and the end stays', () => {
  const { terminal, written } = setUp({ isTTY: true, env: { LANG: 'C.UTF-8' } });

  terminal.progress(running(50, 50));
  terminal.note('Note.');
  terminal.progress(done());
  terminal.endProgress();
  terminal.print('report.csv');

  const [first = '', second] = written.err.split('Note.\n');
  expect(first).toContain(`Running  ${'█'.repeat(6)}${'░'.repeat(5)}  50 %  50 of 100 rows  0:00`);
  expect(first).toMatch(/\u001b\[2K$/);
  expect(second).toMatch(/Done {2}0:07\n$/);
  expect(written.out).toBe('report.csv\n');
});

test('no colour is ever written', () => {
  const { terminal, written } = setUp({ isTTY: true, env: { FORCE_COLOR: '1' } });

  terminal.progress(running(50, 50));
  terminal.endProgress();

  expect(written.err).not.toMatch(/\u001b\[[\d;]*m/);
});

test('a terminal that may lack block characters gets a bar of plain ones', () => {
  const { terminal, written } = setUp({ isTTY: true, env: { LANG: 'C.UTF-8', LC_ALL: 'C' } });

  terminal.progress(running(50, 50));
  terminal.endProgress();

  expect(written.err).toContain(`${'='.repeat(6)}${'-'.repeat(5)}`);
});

test('a report of unknown length has no bar', () => {
  const { terminal, written } = setUp({ isTTY: true });

  terminal.progress(running(50));
  terminal.endProgress();

  expect(written.err).toContain('Running  50 rows  0:00');
  expect(written.err).not.toContain('=');
});

test.each([
  ['a pipe', { isTTY: false }],
  ['a dumb terminal', { isTTY: true, env: { TERM: 'dumb' } }],
])('%s gets a line per status, and every 5 seconds when it has changed', (_, options) => {
  const { terminal, written, pass } = setUp(options);

  terminal.progress(running(1));
  pass(4_999);
  terminal.progress(running(2));
  pass(1);
  terminal.progress(running(3));
  terminal.progress(done());
  terminal.endProgress();

  expect(written.err).toBe('Running  1 rows  0:00\nRunning  3 rows  0:05\nDone  0:07\n');
});

test('quiet keeps the result and the failure only', () => {
  const { terminal, written } = setUp({ isTTY: true, quiet: true });

  terminal.note('accepted');
  terminal.progress(running(1));
  terminal.endProgress();
  terminal.print('report.csv');
  terminal.fail('It broke.');

  expect(written).toEqual({ out: 'report.csv\n', err: 'It broke.\n' });
});

test('a question holds progress back until it is answered', async () => {
  const { terminal, stdin, written } = setUp({ isTTY: true, env: { TERM: 'dumb' } });
  const answered = terminal.ask('Well? ', new AbortController().signal);

  terminal.progress(running(1));
  stdin.write('y\n');

  expect(await answered).toBe('y');
  expect(written.err).toBe('Well? ');
});

test('a question can be withdrawn, and is over when the input is', async () => {
  const { terminal, stdin, written } = setUp({ isTTY: true });
  const withdrawn = new AbortController();
  const first = terminal.ask('Well? ', withdrawn.signal);

  withdrawn.abort();
  expect(await first).toBeUndefined();
  const second = terminal.ask('Well? ', new AbortController().signal);
  stdin.end();

  expect(await second).toBeUndefined();
  expect(written.err.replaceAll('\r', '')).toBe('Well? \nWell? \n');
});

test('only a terminal can be asked, and has a width', () => {
  expect(setUp({ isTTY: true, columns: 120 }).terminal).toMatchObject({
    canAsk: true,
    columns: 120,
  });
  expect(setUp({ isTTY: true, columns: 0 }).terminal.columns).toBeUndefined();
  expect(setUp().terminal).toMatchObject({ canAsk: false, columns: undefined });
});
