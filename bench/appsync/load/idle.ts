import type { Socket } from 'node:net';
import { inBatches } from './in-batches.ts';
import { type DialectName, subscribe } from './socket.ts';

const OPENED_AT_ONCE = 100;

/** Sockets that subscribe, each to its own report, and then wait. They stay open until the server is gone. */
export interface IdleJob {
  readonly kind: 'idle';
  readonly port: number;
  readonly dialect: DialectName;
  /** How many to open; 0 only asks. */
  readonly sockets: number;
}

export interface IdleMeasured {
  /** Of those this job has opened. */
  readonly open: number;
  /** Messages so far to the port's idle sockets: nothing is published to them. */
  readonly strays: number;
}

/** What does idle jobs and counts what reaches their sockets. */
export function createIdling(): (job: IdleJob) => Promise<IdleMeasured> {
  const straysByPort = new Map<number, number>();
  return async ({ port, dialect, sockets }) => {
    const open: Socket[] = [];
    const strays = (): number => straysByPort.get(port) ?? 0;
    const onStray = (): void => void straysByPort.set(port, strays() + 1);
    await inBatches(sockets, OPENED_AT_ONCE, async (n) => {
      open.push(await subscribe(port, dialect, `idle${n}`, onStray));
    });
    return { open: open.filter((socket) => !socket.destroyed).length, strays: strays() };
  };
}
