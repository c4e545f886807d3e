import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import process from 'node:process';

/** The command line as a process of its own. */
export interface CliProcess {
  readonly child: ChildProcessWithoutNullStreams;
  /** Everything on standard output, and on standard error; a terminal has one of both, `stdout`. */
  stdout(): string;
  stderr(): string;
  /** Resolves once `text` is there; rejects when the process ends without it. */
  until(text: string): Promise<void>;
  /** Types into its terminal, or its standard input. */
  type(text: string): void;
  readonly ended: Promise<CliEnd>;
}

export interface CliEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const CLI = 'client/cli.ts';
const LOOK_EVERY_MS = 20;

/** Ctrl-C, as a terminal's driver takes it. */
export const CTRL_C = '\u0003';

/** Starts it with pipes, as in a script. */
export function startCli(args: readonly string[], env: NodeJS.ProcessEnv = {}): CliProcess {
  return watch(spawn(process.execPath, [CLI, ...args], { env: { ...process.env, ...env } }));
}

/** Runs it with pipes to its end. */
export function runCli(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<CliEnd> {
  return startCli(args, env).ended;
}

/**
 * Starts it in a pseudo-terminal, by `script`: that of util-linux, or the BSD one of macOS. The latter was not tried,
 * as no Mac was at hand.
 */
export function startInTerminal(
  args: readonly string[],
  { columns = 80, env = {} }: { columns?: number; env?: NodeJS.ProcessEnv } = {},
): CliProcess {
  const command = [process.execPath, CLI, ...args].map(quoted).join(' ');
  const inside = `stty rows 24 cols ${columns}; exec ${command}`;
  const options =
    process.platform === 'darwin'
      ? ['-q', '/dev/null', 'sh', '-c', inside]
      : ['-q', '-e', '-f', '-c', inside, '/dev/null'];
  const terminal = { TERM: 'xterm-256color', LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' };
  return watch(spawn('script', options, { env: { ...process.env, ...terminal, ...env } }));
}

function watch(child: ChildProcessWithoutNullStreams): CliProcess {
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (stderr += text));
  // It may have ended before all was typed.
  child.stdin.on('error', () => undefined);
  let hasEnded = false;
  const ended = new Promise<CliEnd>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      hasEnded = true;
      resolve({ code, stdout, stderr });
    });
  });
  return {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    ended,
    type: (text) => void child.stdin.write(text),
    async until(text) {
      while (!(stdout + stderr).includes(text)) {
        if (hasEnded) throw new Error(`It ended without ${text}:\n${stdout}${stderr}`);
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      }
    },
  };
}

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
