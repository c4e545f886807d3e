import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { LambdaLimits } from './limits.ts';
import { createOutputReader } from './output-reader.ts';
import { readProcessMemory } from './process-memory.ts';
import type { Reaper } from './reaper.ts';
import type { EnvironmentMessage, InvokeMessage } from './runtime/messages.ts';
import type { FunctionConfig } from './types.ts';

const BOOTSTRAP_FILE = fileURLToPath(new URL('./runtime/bootstrap.mjs', import.meta.url));
// assumed: output is already in the pipe when its end is announced; a function that closed its own stdout never announces it.
const OUTPUT_WAIT_MS = 250;

export interface EnvironmentOptions {
  readonly config: FunctionConfig;
  readonly variables: Readonly<Record<string, string>>;
  readonly limits: LambdaLimits;
  readonly reaper: Reaper;
}

/** Why there is no process any more. */
export type ProcessEnd =
  | {
      readonly kind: 'exited';
      readonly exitCode: number | null;
      readonly signal: NodeJS.Signals | null;
    }
  | { readonly kind: 'killedForMemory' }
  | { readonly kind: 'notStarted'; readonly error: Error };

export interface ProcessListener {
  onMessage(message: EnvironmentMessage): void;
  onLine(line: string): void;
}

/** The process of an environment: its signals, its memory, its output. */
export interface EnvironmentProcess {
  send(message: InvokeMessage): void;
  /** Resolves when the process is gone and its output read, or could not be started. */
  readonly end: Promise<ProcessEnd>;
  readonly ended: boolean;
  /** Resolves when the lines written before the answer to the last event have been handed out. */
  outputWritten(): Promise<void>;
  /** The highest resident memory so far; 0 where the system does not say. */
  peakMemoryMb(): number;
  freeze(): void;
  thaw(): void;
  kill(): Promise<void>;
}

/** Forks the bootstrap with the function's variables and nothing of this process's own. */
export function startEnvironmentProcess(
  { config, variables, limits, reaper }: EnvironmentOptions,
  listener: ProcessListener,
): EnvironmentProcess {
  const token = randomBytes(12).toString('hex');
  const child = fork(BOOTSTRAP_FILE, [token], {
    cwd: config.codeDirectory,
    env: variables,
    execArgv: memoryArguments(config.memoryMb, variables.NODE_OPTIONS ?? ''),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
    // A process group of its own: the function's child processes live, freeze and die with it.
    detached: true,
  });
  const { pid } = child;
  if (pid !== undefined) reaper.watch(pid);
  let ended = false;
  let peakMb = 0;
  let isKilledForMemory = false;
  const end = whenEnded(child).then((how) =>
    isKilledForMemory ? { kind: 'killedForMemory' as const } : how,
  );
  const output = readOutput(child, token, listener);
  const memoryTimer = setInterval(limitMemory, limits.memoryCheckMs).unref();
  child.on('message', (message: EnvironmentMessage) => listener.onMessage(message));
  child.once('exit', onExit).once('error', onExit);

  return {
    send(message) {
      output.expectMarks();
      if (child.connected) child.send(message, () => {}); // a process that is ending shows in `end`
    },
    end,
    get ended() {
      return ended;
    },
    outputWritten: () => output.written(),
    peakMemoryMb() {
      readMemory();
      return Math.min(Math.ceil(peakMb), config.memoryMb);
    },
    freeze: () => signalGroup('SIGSTOP'),
    thaw: () => signalGroup('SIGCONT'),
    async kill() {
      signalGroup('SIGKILL');
      await end;
    },
  };

  function onExit(): void {
    ended = true;
    clearInterval(memoryTimer);
    if (pid !== undefined) reaper.unwatch(pid);
  }

  // The limit of V8's heap alone would let buffers and native code grow without end.
  function limitMemory(): void {
    if (readMemory() <= config.memoryMb) return;
    isKilledForMemory = true;
    signalGroup('SIGKILL');
  }

  function readMemory(): number {
    const memory = pid === undefined || ended ? undefined : readProcessMemory(pid);
    peakMb = Math.max(peakMb, memory?.peakMb ?? 0);
    return memory?.residentMb ?? 0;
  }

  function signalGroup(name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void {
    if (pid === undefined || ended) return;
    try {
      process.kill(-pid, name);
    } catch {
      child.kill(name); // no process groups on this system, or the process has just gone
    }
  }
}

/** How Lambda sizes the heap, unless NODE_OPTIONS says otherwise. */
function memoryArguments(memoryMb: number, nodeOptions: string): string[] {
  if (/--max[-_](old|semi)[-_]space[-_]size/.test(nodeOptions)) return [];
  // observed: /var/runtime/bootstrap of the Node.js 14, 18 and 24 runtimes, as published by people who extracted it
  const newSpaceMb = Math.floor(memoryMb / 10);
  return [
    `--max-semi-space-size=${Math.floor(newSpaceMb / 2)}`,
    `--max-old-space-size=${memoryMb - newSpaceMb}`,
  ];
}

function whenEnded(child: ChildProcess): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    child.on('error', (error) => {
      if (child.pid === undefined) resolve({ kind: 'notStarted', error });
    });
    child.once('exit', (exitCode, signal) => {
      const exited = { kind: 'exited', exitCode, signal } as const;
      const timer = setTimeout(() => resolve(exited), OUTPUT_WAIT_MS);
      child.once('close', () => {
        clearTimeout(timer);
        resolve(exited);
      });
    });
  });
}

/** Both streams end an invocation with a mark; when both marks are in, so is everything before them. */
function readOutput(child: ChildProcess, token: string, listener: ProcessListener) {
  let marksMissing = 0;
  let onMarks = (): void => {};
  const onMark = (): void => {
    if (--marksMissing === 0) onMarks();
  };
  for (const stream of [child.stdout, child.stderr]) {
    const reader = createOutputReader(`\0${token}\0\n`, (line) => listener.onLine(line), onMark);
    stream?.on('data', (chunk: Buffer) => reader.write(chunk)).once('close', () => reader.end());
  }
  return {
    expectMarks(): void {
      marksMissing = 2;
    },
    written(): Promise<void> {
      if (marksMissing <= 0) return Promise.resolve();
      return new Promise((resolve) => {
        const timer = setTimeout(resolve, OUTPUT_WAIT_MS);
        onMarks = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    },
  };
}
