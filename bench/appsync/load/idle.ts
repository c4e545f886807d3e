import type { Socket } from 'node:net';
import { inBatches } from './in-batches.ts';
import { type DialectName, subscribe } from './socket.ts';

const OPENED_AT_ONCE = 100;

/** Sockets that subscribe, each to its own report, and then wait. They stay open until the server is gone. */
export interface IdleJob {
  readonly kind: 'idle';
  readonly port: number;
  readonly dialect: DialectName;
  readonly sockets: number;
}

export async function idle({ port, dialect, sockets }: IdleJob): Promise<{ open: number }> {
  const open: Socket[] = [];
  await inBatches(sockets, OPENED_AT_ONCE, async (n) => {
    open.push(await subscribe(port, dialect, `idle${n}`, () => undefined));
  });
  return { open: open.filter((socket) => !socket.destroyed).length };
}
