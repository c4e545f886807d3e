import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ParsedQuery } from './read-names.ts';

const SCRIPT = fileURLToPath(new URL('./parser-process.ts', import.meta.url));

export interface ParserQuestion {
  readonly id: number;
  readonly query: string;
}

/** What a query names, or what is wrong with it; `position` is in bytes of UTF-8. */
export type Parsed =
  | { readonly names: ParsedQuery }
  | { readonly error: { readonly message: string; readonly position: number } };

export type ParserAnswer = { readonly id: number } & (
  { readonly parsed: Parsed } | { readonly failure: string }
);

/** DuckDB's parser as it is asked from here. */
export interface ParserProcess extends AsyncDisposable {
  isRunning(): boolean;
  /** Rejects when the process ends meanwhile. */
  read(query: string): Promise<Parsed>;
}

interface Waiting {
  resolve(parsed: Parsed): void;
  reject(error: Error): void;
}

/** Starts the parser's process; what is asked before it is there waits. */
export function startParserProcess(): ParserProcess {
  // Nothing of this machine's environment: queries are somebody's own words.
  const child = fork(SCRIPT, {
    execArgv: [],
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const ended = once(child, 'exit');
  const waiting = new Map<number, Waiting>();
  const state = { isRunning: true, asked: 0 };
  child.on('message', (answer: ParserAnswer) => {
    const { resolve, reject } = waiting.get(answer.id) ?? {};
    waiting.delete(answer.id);
    if ('parsed' in answer) resolve?.(answer.parsed);
    else reject?.(new Error(answer.failure));
  });
  child.on('error', end);
  child.on('exit', (code, signal) => end(new Error(`the parser ended (${signal ?? code})`)));
  return {
    isRunning: () => state.isRunning,
    read(query) {
      return new Promise((resolve, reject) => {
        const id = ++state.asked;
        waiting.set(id, { resolve, reject });
        child.send({ id, query } satisfies ParserQuestion);
      });
    },
    async [Symbol.asyncDispose]() {
      if (!state.isRunning) return;
      child.kill('SIGKILL');
      await ended;
    },
  };

  function end(error: Error): void {
    state.isRunning = false;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }
}
