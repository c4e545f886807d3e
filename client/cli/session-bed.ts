import { createClientBed } from '../client-bed.ts';
import { readCatalogue } from './catalogue.ts';
import { createInterruption } from './interruption.ts';
import type { Session } from './session.ts';
import { createStreamsBed, type StreamsBedOptions } from './streams-bed.ts';
import type { CommonOptions } from './task.ts';
import { createTerminal } from './terminal.ts';

/** More than the time in which two Ctrl-C are one. */
const BETWEEN_KEYS_MS = 1_000;

/** A session over a scripted API, and what it wrote; `interrupt` is Ctrl-C, `answer` a line that is typed. */
export function createSessionBed(
  options: Partial<CommonOptions> = {},
  { ownsCloud = false, ...streamsOptions }: { ownsCloud?: boolean } & StreamsBedOptions = {},
) {
  const bed = createClientBed();
  const { streams, stdin, written } = createStreamsBed(streamsOptions);
  const nowMs = (): number => bed.clock.now();
  const terminal = createTerminal(streams, {
    quiet: options.quiet ?? false,
    env: { TERM: 'dumb' },
    nowMs,
    dateMs: nowMs,
  });
  const listeners = new Map<string, () => void>();
  let pressed = 0;
  const process = {
    on: (name: string, listener: () => void) => listeners.set(name, listener),
    exit: () => undefined,
  };
  const session: Session = {
    client: bed.client,
    terminal,
    interruption: createInterruption(process, () => (pressed += BETWEEN_KEYS_MS)),
    ownsCloud,
    catalogue: readCatalogue(),
    programName: 'npm run report --',
    options: {
      url: undefined,
      config: undefined,
      user: undefined,
      password: undefined,
      output: undefined,
      force: false,
      json: false,
      quiet: false,
      ...options,
    },
  };
  return {
    ...bed,
    session,
    written,
    interrupt: () => listeners.get('SIGINT')?.(),
    answer: (line: string) => void stdin.write(`${line}\n`),
    /** The lines of standard output as the JSON they are. */
    lines: () =>
      written.out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}
