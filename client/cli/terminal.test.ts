import { expect, test } from 'vitest';
import { createTerminal } from './terminal.ts';

function setUp({ isTTY = false, quiet = false, columns = 80 } = {}) {
  let nowMs = 0;
  const written = { out: '', err: '' };
  const terminal = createTerminal(
    {
      stdout: { write: (text) => (written.out += text) },
      stderr: { isTTY, columns, write: (text) => (written.err += text) },
    },
    { quiet, nowMs: () => nowMs },
  );
  return { terminal, written, pass: (ms: number) => (nowMs += ms) };
}

test('on a terminal one line is rewritten, cut to its width, and ended before the result', () => {
  const { terminal, written } = setUp({ isTTY: true, columns: 10 });

  terminal.progress('Queued', 'QUEUED');
  terminal.progress('Running 1234567', 'RUNNING');
  terminal.print('report.csv');

  expect(written.err).toBe('\rQueued\u001b[K\rRunning 1\u001b[K\n');
  expect(written.out).toBe('report.csv\n');
});

test('a terminal that does not know its width gets whole lines', () => {
  const { terminal, written } = setUp({ isTTY: true, columns: 0 });

  terminal.progress('Queued', 'QUEUED');

  expect(written.err).toBe('\rQueued\u001b[K');
});

test('elsewhere a line is written per status, and every 5 seconds when it changed', () => {
  const { terminal, written, pass } = setUp();

  terminal.progress('Running 1', 'RUNNING');
  pass(4_999);
  terminal.progress('Running 2', 'RUNNING');
  pass(1);
  terminal.progress('Running 3', 'RUNNING');
  terminal.progress('Done', 'SUCCEEDED');

  expect(written.err).toBe('Running 1\nRunning 3\nDone\n');
});

test('quiet keeps the result and the failure only', () => {
  const { terminal, written } = setUp({ isTTY: true, quiet: true });

  terminal.note('accepted');
  terminal.progress('Running', 'RUNNING');
  terminal.print('report.csv');
  terminal.fail('It broke.');

  expect(written).toEqual({ out: 'report.csv\n', err: 'It broke.\n' });
});
