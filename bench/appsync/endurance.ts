import type { IdleMeasured } from './load/idle.ts';
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
  /** What the same messages take when nobody stalls. */
  readonly secondsAlone: number;
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
  const { open } = await load.run<IdleMeasured>(job);
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

/** Memory while subscribers do not read, what becomes of them, and what the one that reads notices of it. */
export async function measureStall(load: LoadGenerator): Promise<StallFigures> {
  using server = await startServer('ours');
  const job = {
    kind: 'stall',
    port: server.port,
    dialect: 'appsync',
    mutations: STALLED_MUTATIONS,
  };
  const alone = await load.run<StallMeasured>({ ...job, stalled: 0 });
  const before = await server.used(true);
  const measured = await load.run<StallMeasured>({ ...job, stalled: STALLED });
  const { peakRssMb } = await server.used();
  return {
    ...measured,
    stalled: STALLED,
    secondsAlone: alone.seconds,
    rssMbBefore: before.rssMb,
    peakRssMb,
  };
}
