import type { StallMeasured } from './load/stall.ts';
import { type LoadGenerator, startServer } from './processes.ts';

const STALLED = 20;
const STALLED_MUTATIONS = 1000;

export interface IdleFigures {
  readonly contender: string;
  readonly open: number;
  readonly kilobytesPerSocket: number;
  /** While they only wait. */
  readonly idleCpuMs: number;
}

export interface StallFigures extends StallMeasured {
  readonly stalled: number;
  readonly rssMbBefore: number;
  readonly peakRssMb: number;
}

/** Memory of sockets that have subscribed and wait; RSS after a garbage collection, before and after. */
export async function measureIdle(
  load: LoadGenerator,
  contender: 'ours' | 'bare',
  sockets: number,
): Promise<IdleFigures> {
  using server = await startServer(contender);
  // The first sockets load code, which is no socket's memory.
  await load.run({ kind: 'idle', port: server.port, dialect: 'appsync', sockets: 100 });
  const before = await server.used(true);
  const job = { kind: 'idle', port: server.port, dialect: 'appsync', sockets };
  const { open } = await load.run<{ open: number }>(job);
  const after = await server.used(true);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const later = await server.used();
  return {
    contender,
    open,
    kilobytesPerSocket: ((after.rssMb - before.rssMb) * 1000) / open,
    idleCpuMs: later.cpuMs - after.cpuMs,
  };
}

/** Memory while subscribers do not read, and what becomes of them. */
export async function measureStall(load: LoadGenerator): Promise<StallFigures> {
  using server = await startServer('ours');
  const before = await server.used(true);
  const job = { kind: 'stall', port: server.port, dialect: 'appsync' };
  const measured = await load.run<StallMeasured>({
    ...job,
    stalled: STALLED,
    mutations: STALLED_MUTATIONS,
  });
  const { peakRssMb } = await server.used();
  return { ...measured, stalled: STALLED, rssMbBefore: before.rssMb, peakRssMb };
}
