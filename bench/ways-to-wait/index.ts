import { parseArgs } from 'node:util';
import { describeMachine } from '../lib/machine.ts';
import type { Figures } from '../lib/suite.ts';
import { about } from './about.ts';
import { countLinesOf } from './count-lines.ts';
import { figuresOf } from './figures.ts';
import { measureManyClients, type ManyClientsFigures } from './many-clients.ts';
import { prepareOneClient, usersOf, type OneClientFigures } from './one-client.ts';
import { FULL, QUICK, type Plan } from './plan.ts';
import { startCloud, type Cloud } from './processes.ts';
import { tablesOf } from './tables.ts';
import { WAYS, type Way } from './ways.ts';
import { writeDocument } from './write-document.ts';

/** Between the ways' short reports. */
const APART_MS = 150;

/** Everything measured of one way. */
export interface WayFigures {
  readonly way: Way;
  readonly one: OneClientFigures;
  /** Absent where a crowd would be another way's: Amplify and our client speak the same protocol. */
  readonly many: ManyClientsFigures | undefined;
  readonly clientLines: number;
  readonly serverLines: number;
}

/**
 * The ways to wait for a report, side by side: requests, bytes, how soon it is known, what a crowd costs the server,
 * what a lost connection loses, lines of code. Beside this product's own there are five, each a small server on the
 * same DynamoDB, S3, rows and encoder.
 */
export async function run(args: string[]): Promise<Figures> {
  const { values } = parseArgs({ args, options: about.options });
  const plan = values.quick ? QUICK : FULL;
  const machine = describeMachine();
  console.log(`${machine}; plan: ${JSON.stringify(plan)}`);
  const startedAtMs = performance.now();
  const ones = await measureOnes(plan);
  console.log(`One client each is measured (${secondsSince(startedAtMs)} s).`);
  // Memory that an earlier crowd has left would not be seen to grow; a quick run has no time for that.
  using shared = values.quick ? await startCloud() : undefined;
  const figures: WayFigures[] = [];
  for (const [n, way] of WAYS.entries()) {
    const one = ones[n];
    if (!one) throw new Error(`${way.title} was not measured`);
    const hasCrowd = way.folder !== 'amplify';
    const many = hasCrowd ? await measureCrowd(way, plan, shared) : undefined;
    if (many?.lost) console.log(`${way.title} lost ${many.lost}: ${many.why.join('; ')}`);
    if (many)
      console.log(
        `${way.title}: ${many.clients} clients are measured (${secondsSince(startedAtMs)} s).`,
      );
    const clientLines = countLinesOf(way.clientFiles);
    figures.push({ way, one, many, clientLines, serverLines: countLinesOf(way.serverFiles) });
  }
  const seconds = secondsSince(startedAtMs);
  console.log(`\n${tablesOf(figures, plan)}\n\nTook ${seconds} s.`);
  if (values.write) await writeDocument(figures, plan, machine, new Date());
  return figuresOf(figures, plan);
}

/** All ways at once: most of the time nothing happens. */
async function measureOnes(plan: Plan): Promise<OneClientFigures[]> {
  using cloud = await startCloud(WAYS.reduce((sum, way) => sum + usersOf(way, plan), 0));
  using started = new DisposableStack();
  const unused = [...cloud.users];
  const prepared = await Promise.all(
    WAYS.map(async (way) => {
      const own = unused.splice(0, usersOf(way, plan));
      return started.use(await prepareOneClient(way, cloud, plan, own));
    }),
  );
  return await Promise.all(prepared.map((each, n) => each.measure(n * APART_MS)));
}

async function measureCrowd(
  way: Way,
  plan: Plan,
  shared: Cloud | undefined,
): Promise<ManyClientsFigures> {
  if (shared) return measureManyClients(way, shared, plan);
  using cloud = await startCloud();
  return await measureManyClients(way, cloud, plan);
}

function secondsSince(startedAtMs: number): number {
  return Math.round((performance.now() - startedAtMs) / 1000);
}
