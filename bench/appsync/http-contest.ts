import type { HttpMeasured } from './load/http.ts';
import { type LoadGenerator, type Server, startServer } from './processes.ts';
import { rotated, rounds } from './rounds.ts';
import { ratios, type Spread, spreadOf } from './spread.ts';

export const HTTP_CONTENDERS = ['ours', 'mercurius', 'mercurius jit', 'yoga', 'bare'] as const;
const OPERATIONS = ['query', 'mutation'] as const;
/** Until optimised code runs everywhere: the more code a server has, the longer it takes. */
const WARM_UP_SECONDS = 2;
/** Before each measurement, as the server was idle. */
const WAKE_UP_SECONDS = 0.5;

/** One contender's figures for one kind of request. */
export interface HttpFigures {
  readonly contender: string;
  readonly operation: string;
  readonly perSecond: Spread;
  readonly p99Ms: Spread;
  readonly cpuMicroseconds: Spread;
  /** Of the requests per second, round by round. */
  readonly ratioToMercurius: Spread;
  readonly cpuToMercurius: Spread;
  readonly wrong: number;
  readonly rounds: number;
}

interface Cell extends HttpMeasured {
  readonly cpuMicroseconds: number;
}

/** Throughput at 32 connections: all servers stand from the start, warm, and are asked turn by turn. */
export async function contestHttp(
  load: LoadGenerator,
  plan: { readonly httpRounds: number; readonly httpSeconds: number },
  untilMs: number,
): Promise<HttpFigures[]> {
  using stack = new DisposableStack();
  const servers: { contender: string; server: Server }[] = [];
  for (const contender of HTTP_CONTENDERS) {
    servers.push({ contender, server: stack.use(await startServer(contender)) });
  }
  const seconds = plan.httpSeconds;
  for (const { server } of servers) {
    for (const operation of OPERATIONS) {
      await flood(load, server, operation, WARM_UP_SECONDS);
    }
  }
  const cells = new Map<string, Cell[]>();
  for (const round of rounds(plan.httpRounds, untilMs)) {
    // Those that are compared come right after each other: a noisy moment is then in both.
    for (const operation of OPERATIONS) {
      for (const { contender, server } of rotated(servers, round)) {
        const key = `${contender} ${operation}`;
        await flood(load, server, operation, WAKE_UP_SECONDS);
        const measured = await flood(load, server, operation, seconds);
        cells.set(key, [...(cells.get(key) ?? []), measured]);
      }
    }
  }
  return OPERATIONS.flatMap((operation) =>
    HTTP_CONTENDERS.map((contender) => {
      const own = cells.get(`${contender} ${operation}`) ?? [];
      const mercurius = cells.get(`mercurius ${operation}`) ?? [];
      return figures(contender, operation, own, mercurius);
    }),
  );
}

async function flood(
  load: LoadGenerator,
  server: Server,
  operation: string,
  seconds: number,
): Promise<Cell> {
  const before = await server.used();
  const job = { kind: 'http', port: server.port, operation, seconds };
  const measured = await load.run<HttpMeasured>(job);
  const after = await server.used();
  const cpuMicroseconds = ((after.cpuMs - before.cpuMs) * 1000) / measured.requests;
  return { ...measured, cpuMicroseconds };
}

function figures(
  contender: string,
  operation: string,
  own: readonly Cell[],
  mercurius: readonly Cell[],
): HttpFigures {
  const perSecond = own.map((cell) => cell.perSecond);
  const cpu = own.map((cell) => cell.cpuMicroseconds);
  return {
    contender,
    operation,
    perSecond: spreadOf(perSecond),
    p99Ms: spreadOf(own.map((cell) => cell.p99Ms)),
    cpuMicroseconds: spreadOf(cpu),
    ratioToMercurius: ratios(
      perSecond,
      mercurius.map((cell) => cell.perSecond),
    ),
    cpuToMercurius: ratios(
      cpu,
      mercurius.map((cell) => cell.cpuMicroseconds),
    ),
    wrong: own.reduce((sum, cell) => sum + cell.wrong, 0),
    rounds: own.length,
  };
}
