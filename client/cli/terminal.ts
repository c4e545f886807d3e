import { isFinal } from '../merge.ts';
import type { Report } from '../types.ts';
import { askLine } from './ask.ts';
import { startBar, type Bar } from './bar.ts';
import { progressLine, type Standing } from './progress-line.ts';
import { createRateMeter } from './rate.ts';

/** At most one progress line in this time where lines cannot be redrawn, except when the status changes. */
const PLAIN_LINE_EVERY_MS = 5_000;

/** What this needs of the process's three streams. */
export interface Streams {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
}

export interface TerminalOptions {
  readonly quiet: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A clock that only grows. */
  readonly nowMs: () => number;
  /** The time of day. */
  readonly dateMs: () => number;
}

/** Results go to standard output; everything about the way there goes to standard error. */
export interface Terminal {
  /** Columns of standard output; undefined where it is no terminal. */
  readonly columns: number | undefined;
  /** Whether somebody is there to answer. */
  readonly canAsk: boolean;
  /** A line of the result. */
  print(line: string): void;
  /** A line about the way there; nothing when quiet. */
  note(line: string): void;
  /** A line about what went wrong; also when quiet. */
  fail(line: string): void;
  /** Where a report stands: a line redrawn on a terminal, now and then a line elsewhere. */
  progress(report: Report): void;
  /** Ends progress; on a terminal, how the report ended stays as a line. */
  endProgress(): void;
  /** Asks for one line, while progress keeps still; undefined when the question is withdrawn. */
  ask(question: string, signal: AbortSignal): Promise<string | undefined>;
}

/** Makes a terminal over the process's streams. */
export function createTerminal(
  { stdin, stdout, stderr }: Streams,
  { quiet, env, nowMs, dateMs }: TerminalOptions,
): Terminal {
  // A dumb terminal cannot move its cursor.
  const redraws = stderr.isTTY === true && env.TERM !== 'dumb' && !quiet;
  const meter = createRateMeter(nowMs);
  let bar: Bar | undefined;
  let shown: Report | undefined;
  let asking = false;
  let last = { key: '', line: '', atMs: -Infinity };

  const standing = (report: Report): Standing => ({
    report,
    nowMs: dateMs(),
    rate: meter.rate(),
  });
  const hideBar = (): void => {
    bar?.[Symbol.dispose]();
    bar = undefined;
  };
  const fail = (line: string): void => {
    hideBar();
    stderr.write(`${line}\n`);
  };

  return {
    // Some terminals say 0: they do not know.
    columns: stdout.isTTY === true ? stdout.columns || undefined : undefined,
    canAsk: stdin.isTTY === true && stderr.isTTY === true,
    print(line) {
      hideBar();
      stdout.write(`${line}\n`);
    },
    note(line) {
      if (!quiet) fail(line);
    },
    fail,
    progress(report) {
      meter.see(report);
      shown = report;
      if (quiet || asking) return;
      if (redraws) redraw();
      else writePlainLine(report);
    },
    endProgress() {
      hideBar();
      if (shown && redraws && isFinal(shown)) stderr.write(`${progressLine(standing(shown))}\n`);
      shown = undefined;
    },
    async ask(question, signal) {
      hideBar();
      asking = true;
      try {
        return await askLine(question, { input: stdin, output: stderr, signal });
      } finally {
        asking = false;
      }
    },
  };

  function redraw(): void {
    const report = (): Report => shown as Report;
    bar ??= startBar({
      stream: stderr,
      unicode: speaksUnicode(env),
      standing: () => standing(report()),
    });
    bar.update();
  }

  function writePlainLine(report: Report): void {
    const key = `${report.status} ${report.attempt}`;
    const line = progressLine(standing(report));
    const isDue = line !== last.line && nowMs() - last.atMs >= PLAIN_LINE_EVERY_MS;
    if (key === last.key && !isDue) return;
    last = { key, line, atMs: nowMs() };
    stderr.write(`${line}\n`);
  }
}

/** Whether block characters can be shown, as far as the environment tells; POSIX names the three, first come first served. */
function speaksUnicode(env: TerminalOptions['env']): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return /utf-?8/i.test(locale) || env.WT_SESSION !== undefined;
}
