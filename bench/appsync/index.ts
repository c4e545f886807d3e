import { parseArgs } from 'node:util';
import { describeMachine } from '../lib/machine.ts';
import type { Figures } from '../lib/suite.ts';
import { about } from './about.ts';
import { measureIdle, measureStall } from './endurance.ts';
import { contestFanOut } from './fan-out-contest.ts';
import { contestHttp } from './http-contest.ts';
import { contestIndex } from './index-contest.ts';
import { figuresOf } from './figures.ts';
import { printFanOut, printHttp, printIdle, printIndex, printStall } from './print.ts';
import { isPinned, startLoadGenerator } from './processes.ts';
import { FULL, QUICK } from './rounds.ts';

/**
 * How fast the local AppSync is, beside mercurius, graphql-yoga and servers without GraphQL: throughput over HTTP,
 * messages to many subscribers of one thing and to one of many, memory of sockets that wait or do not read.
 *
 * Whoever publishes does so by HTTP, at every server: a mutation is posted, answered, and reaches its subscribers. `bare`
 * checks the key, parses the JSON and writes both answers, so that its time holds all of HTTP and of the sockets, and
 * nothing of GraphQL: no document, no resolver, no selection of the subscriber's, no filter but a Map of ids. Beside it,
 * "Selective" is what a whole mutation costs, and "Burst", a thousand deliveries to a mutation, what a delivery costs.
 * Processor time of the server is the figure to trust on a machine that does other things too.
 */
export async function run(args: string[]): Promise<Figures> {
  const { values } = parseArgs({ args, options: about.options });
  const plan = values.quick ? QUICK : FULL;
  const startedAtMs = performance.now();
  const until = (share: number): number => startedAtMs + plan.budgetSeconds * 1000 * share;
  const show = <T>(print: (figures: T) => void, figures: T): T => {
    print(figures);
    return figures;
  };
  const pinning = isPinned ? 'servers on core 0, load generator on core 1' : 'not pinned';
  console.log(`${describeMachine()}, ${pinning}; plan: ${JSON.stringify(plan)}`);

  using load = startLoadGenerator();
  const http = show(printHttp, await contestHttp(load, plan, until(0.55)));
  const { subscribers, mutations } = plan.burst;
  const burst = show(
    (figures) =>
      printFanOut(`Burst: ${subscribers} subscribers of one id x ${mutations} mutations`, figures),
    await contestFanOut(
      load,
      ['ours', 'bare'], // mercurius takes a minute for it
      { audience: 'one', subscribers, mutations },
      plan.fanOutRounds,
      until(0.7),
    ),
  );
  const selective = show(
    (figures) =>
      printFanOut(
        `Selective: ${plan.selective} subscribers of an id each, one mutation each`,
        figures,
      ),
    await contestFanOut(
      load,
      ['ours', 'mercurius', 'bare'],
      { audience: 'each', subscribers: plan.selective, mutations: plan.selective },
      plan.fanOutRounds,
      until(0.9),
    ),
  );
  const index = show(printIndex, await contestIndex(load, plan.index, plan.indexRounds));
  const idle = show(printIdle, [
    await measureIdle(load, 'ours', plan.idleSockets),
    await measureIdle(load, 'bare', plan.idleSockets),
  ]);
  const stall = show(printStall, await measureStall(load));
  console.log(`\nTook ${Math.round((performance.now() - startedAtMs) / 1000)} s.`);
  return figuresOf({ http, burst, selective, index, idle, stall });
}
