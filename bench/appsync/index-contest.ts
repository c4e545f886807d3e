import type { IdleMeasured } from './load/idle.ts';
import type { PublishMeasured } from './load/publish.ts';
import { type LoadGenerator, type Server, startServer } from './processes.ts';
import { rotated } from './rounds.ts';
import { ratios, type Spread, spreadOf } from './spread.ts';

/** What one delivery costs beside so many others. */
export interface IndexFigures {
  /** Subscribers of the same field whose filter does not let the messages through. */
  readonly others: number;
  readonly cpuMicroseconds: Spread;
  /** Of the processor time, round by round. */
  readonly cpuToNone: Spread;
  readonly missing: number;
  /** Messages to anybody but the one subscriber, the others included. */
  readonly wrong: number;
  readonly rounds: number;
}

interface Place {
  readonly others: number;
  readonly server: Server;
  readonly cells: (PublishMeasured & { readonly cpuMicroseconds: number })[];
}

/** One subscriber's deliveries, on servers that stand side by side and differ in how many others they have. */
export async function contestIndex(
  load: LoadGenerator,
  { others, mutations }: { readonly others: readonly number[]; readonly mutations: number },
  count: number,
): Promise<IndexFigures[]> {
  using stack = new DisposableStack();
  const places: Place[] = [];
  for (const each of others) {
    const server = stack.use(await startServer('ours'));
    await load.run({ kind: 'idle', port: server.port, dialect: 'appsync', sockets: each });
    await load.run({ ...jobFor(server, mutations), step: 'connect' });
    places.push({ others: each, server, cells: [] });
  }
  for (let round = 0; round < count; round++) {
    for (const { server, cells } of rotated(places, round)) {
      const before = await server.used();
      const job = { ...jobFor(server, mutations), step: 'publish' };
      const measured = await load.run<PublishMeasured>(job);
      const after = await server.used();
      const cpuMicroseconds = ((after.cpuMs - before.cpuMs) * 1000) / measured.delivered;
      cells.push({ ...measured, cpuMicroseconds });
    }
  }
  const strays = await strayMessages(load, places);
  const alone = places[0]?.cells.map((cell) => cell.cpuMicroseconds) ?? [];
  return places.map((place, n) => figures(place, alone, strays[n] ?? 0));
}

function jobFor({ port }: Server, mutations: number): object {
  const audience = { audience: 'each', subscribers: 1, mutations };
  return { kind: 'publish', port, dialect: 'appsync', ...audience };
}

/** Closes the subscribers, and gives what reached the others of each place. */
async function strayMessages(load: LoadGenerator, places: readonly Place[]): Promise<number[]> {
  const strays: number[] = [];
  for (const { server } of places) {
    await load.run({ ...jobFor(server, 0), step: 'close' });
    const job = { kind: 'idle', port: server.port, dialect: 'appsync', sockets: 0 };
    strays.push((await load.run<IdleMeasured>(job)).strays);
  }
  return strays;
}

function figures({ others, cells }: Place, alone: readonly number[], strays: number): IndexFigures {
  const cpu = cells.map((cell) => cell.cpuMicroseconds);
  return {
    others,
    cpuMicroseconds: spreadOf(cpu),
    cpuToNone: ratios(cpu, alone),
    missing: cells.reduce((sum, cell) => sum + cell.expected - cell.delivered, 0),
    wrong: cells.reduce((sum, cell) => sum + cell.wrong, strays),
    rounds: cells.length,
  };
}
