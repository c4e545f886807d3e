import type { PublishJob, PublishMeasured } from './load/publish.ts';
import { type LoadGenerator, startServer } from './processes.ts';
import { rotated, rounds } from './rounds.ts';
import { ratios, type Spread, spreadOf } from './spread.ts';

/** One contender's figures for one way to publish. */
export interface FanOutFigures {
  readonly contender: string;
  readonly seconds: Spread;
  readonly deliveriesPerSecond: Spread;
  readonly cpuMicroseconds: Spread;
  readonly peakRssMb: Spread;
  /** Of the time, round by round. */
  readonly timeToBare: Spread;
  readonly cpuToBare: Spread;
  readonly missing: number;
  readonly wrong: number;
  readonly rounds: number;
}

interface Cell extends PublishMeasured {
  readonly cpuMicroseconds: number;
  readonly peakRssMb: number;
}

type Audience = Pick<PublishJob, 'audience' | 'subscribers' | 'mutations'>;

/** Messages to subscribers, each contender in a fresh process in each round. */
export async function contestFanOut(
  load: LoadGenerator,
  contenders: readonly string[],
  audience: Audience,
  count: number,
  untilMs: number,
): Promise<FanOutFigures[]> {
  const cells = new Map<string, Cell[]>(contenders.map((contender) => [contender, []]));
  for (const round of rounds(count, untilMs)) {
    for (const contender of rotated(contenders, round)) {
      cells.get(contender)?.push(await publish(load, contender, audience));
    }
  }
  const bare = cells.get('bare') ?? [];
  return [...cells].map(([contender, own]) => figures(contender, own, bare));
}

async function publish(load: LoadGenerator, contender: string, audience: Audience): Promise<Cell> {
  using server = await startServer(contender);
  const dialect = contender === 'mercurius' ? 'transport' : 'appsync';
  const job = { kind: 'publish', port: server.port, dialect, ...audience };
  await load.run({ ...job, step: 'connect' });
  const before = await server.used();
  const measured = await load.run<PublishMeasured>({ ...job, step: 'publish' });
  const after = await server.used();
  await load.run({ ...job, step: 'close' });
  const cpuMicroseconds = ((after.cpuMs - before.cpuMs) * 1000) / measured.delivered;
  return { ...measured, cpuMicroseconds, peakRssMb: after.peakRssMb };
}

function figures(contender: string, own: readonly Cell[], bare: readonly Cell[]): FanOutFigures {
  const seconds = own.map((cell) => cell.seconds);
  const cpu = own.map((cell) => cell.cpuMicroseconds);
  return {
    contender,
    seconds: spreadOf(seconds),
    deliveriesPerSecond: spreadOf(own.map((cell) => cell.delivered / cell.seconds)),
    cpuMicroseconds: spreadOf(cpu),
    peakRssMb: spreadOf(own.map((cell) => cell.peakRssMb)),
    timeToBare: ratios(
      seconds,
      bare.map((cell) => cell.seconds),
    ),
    cpuToBare: ratios(
      cpu,
      bare.map((cell) => cell.cpuMicroseconds),
    ),
    missing: own.reduce((sum, cell) => sum + cell.expected - cell.delivered, 0),
    wrong: own.reduce((sum, cell) => sum + cell.wrong, 0),
    rounds: own.length,
  };
}
