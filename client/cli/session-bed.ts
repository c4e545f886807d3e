import { createClientBed } from '../client-bed.ts';
import type { CommonOptions } from './options.ts';
import type { Session } from './session.ts';
import { createTerminal } from './terminal.ts';

/** A session over a scripted API, and what it wrote; `interrupt` is Ctrl-C. */
export function createSessionBed(
  options: Partial<CommonOptions> = {},
  { ownsCloud = false }: Partial<Pick<Session, 'ownsCloud'>> = {},
) {
  const bed = createClientBed();
  const written = { out: '', err: '' };
  const terminal = createTerminal(
    {
      stdout: { write: (text) => (written.out += text) },
      stderr: { write: (text) => (written.err += text) },
    },
    { quiet: false, nowMs: () => bed.clock.now() },
  );
  const interrupted = new AbortController();
  const session: Session = {
    client: bed.client,
    terminal,
    interrupted: interrupted.signal,
    ownsCloud,
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
  return { ...bed, session, written, interrupt: () => interrupted.abort('SIGINT') };
}
