import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import path from 'node:path';

const here = import.meta.dirname;

/** What a server has used so far; the peak is since it was asked last. */
export interface Used {
  readonly cpuMs: number;
  readonly rssMb: number;
  readonly peakRssMb: number;
}

/** A contender that listens. */
export interface Server extends Disposable {
  readonly port: number;
  /** With `collect`, garbage is collected first. */
  used(collect?: boolean): Promise<Used>;
}

/** The load generator; a job is done or given up within its own time limit. */
export interface LoadGenerator extends Disposable {
  run<T>(job: object): Promise<T>;
}

/** Whether servers get core 0 and the load generator core 1. */
export const isPinned =
  availableParallelism() > 1 && spawnSync('taskset', ['--version']).error === undefined;

/**
 * While others are measured a server is idle, and V8 shrinks the heap of an idle process: whoever is asked next would
 * answer at about half its speed for a second.
 */
const SERVER_FLAGS = ['--expose-gc', '--no-memory-reducer'];

export async function startServer(contender: string): Promise<Server> {
  const child = start('0', SERVER_FLAGS, 'server.ts', contender);
  const port = (await answerOf(child)) as number;
  return {
    port,
    used: (collect = false) => ask<Used>(child, { collect }),
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  };
}

export function startLoadGenerator(): LoadGenerator {
  const child = start('1', [], 'load.ts');
  return {
    run: (job) => ask(child, job),
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  };
}

function start(core: string, flags: string[], script: string, ...args: string[]): ChildProcess {
  const command = [process.execPath, ...flags, path.join(here, script), ...args];
  const [file = '', ...rest] = isPinned ? ['taskset', '-c', core, ...command] : command;
  return spawn(file, rest, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, NODE_ENV: 'production' }, // as the libraries advise; the same for all
  });
}

async function ask<T>(child: ChildProcess, question: object): Promise<T> {
  child.send(question);
  return (await answerOf(child)) as T;
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  const answered = new AbortController();
  const { signal } = answered;
  const ended = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`a process of the bench ended early, with ${String(code)}`);
  });
  ended.catch(() => undefined);
  try {
    const [answer] = (await Promise.race([once(child, 'message', { signal }), ended])) as [unknown];
    return answer;
  } finally {
    answered.abort();
  }
}
