/** At most one progress line in this time where lines cannot be rewritten, except when the status changes. */
const PLAIN_LINE_EVERY_MS = 5_000;
const DEFAULT_COLUMNS = 80;

/** What this needs of `process.stdout` and `process.stderr`. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Results go to standard output; everything about the way there goes to standard error. */
export interface Terminal {
  /** Whether `progress` rewrites its line, so that a clock in it can tick. */
  readonly rewrites: boolean;
  /** A line of the result. */
  print(line: string): void;
  /** A line about the way there; nothing when quiet. */
  note(line: string): void;
  /** A line about what went wrong; also when quiet. */
  fail(line: string): void;
  /** The present state: one line rewritten on a terminal, now and then a line elsewhere. `key` names the state. */
  progress(line: string, key: string): void;
}

/** Makes a terminal over two outputs; `nowMs` is any clock that only grows. */
export function createTerminal(
  { stdout, stderr }: { stdout: Output; stderr: Output },
  { quiet, nowMs }: { quiet: boolean; nowMs: () => number },
): Terminal {
  const rewrites = stderr.isTTY === true && !quiet;
  let lineIsOpen = false;
  let last = { key: '', line: '', atMs: -Infinity };

  return {
    rewrites,
    print(line) {
      endLine();
      stdout.write(`${line}\n`);
    },
    note(line) {
      if (quiet) return;
      endLine();
      stderr.write(`${line}\n`);
    },
    fail(line) {
      endLine();
      stderr.write(`${line}\n`);
    },
    progress(line, key) {
      if (quiet) return;
      if (rewrites) rewrite(line);
      else if (key !== last.key || isDue(line)) {
        last = { key, line, atMs: nowMs() };
        stderr.write(`${line}\n`);
      }
    },
  };

  function isDue(line: string): boolean {
    return line !== last.line && nowMs() - last.atMs >= PLAIN_LINE_EVERY_MS;
  }

  function rewrite(line: string): void {
    // Some terminals say 0: they do not know.
    const columns = stderr.columns || DEFAULT_COLUMNS;
    stderr.write(`\r${line.slice(0, columns - 1)}\u001b[K`);
    lineIsOpen = true;
  }

  function endLine(): void {
    if (lineIsOpen) stderr.write('\n');
    lineIsOpen = false;
  }
}
