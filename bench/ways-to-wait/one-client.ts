import { setTimeout as sleep } from 'node:timers/promises';
import { nowMs, type Asked } from './ask-one.ts';
import { startProxy, type CountingProxy, type Traffic } from './counting-proxy.ts';
import { ROWS, shortWorkMs, type Plan } from './plan.ts';
import { startClients, startServer, type Clients, type Cloud, type User } from './processes.ts';
import type { Way } from './ways.ts';

/** One report by one client. */
export interface Single {
  readonly workMs: number;
  readonly traffic: Traffic;
  /** From ready to known; undefined when it was lost. */
  readonly toldAfterMs: number | undefined;
  readonly lost: string | undefined;
}

export interface Dropped {
  readonly lost: string | undefined;
  /** From the moment the connection could be made again to known. */
  readonly recoveredAfterMs: number | undefined;
  /** The machine was so busy that the report was finished after the cut: nothing is shown. */
  readonly isVoid: boolean;
}

export interface OneClientFigures {
  readonly singles: readonly Single[];
  readonly shortsToldAfterMs: readonly number[];
  readonly dropped: Dropped;
}

/** Cases that are ready to be measured. */
export interface Prepared extends Disposable {
  /** The short reports begin after `startAfterMs`: those of all ways would be finished in the same moments. */
  measure(startAfterMs: number): Promise<OneClientFigures>;
}

/** A client with a connection of its own. */
interface Bed {
  readonly proxy: CountingProxy;
  ask(workMs: number, giveUpMs: number): Promise<Asked>;
}

/** How many users `prepareOneClient` takes. */
export function usersOf(way: Way, { singlesMs }: Plan): number {
  return way.isAppSync ? singlesMs.length + 2 : 0;
}

/**
 * A way's cases for a single client. They go on side by side, each over its own proxy and, where one signs in, as its
 * own user: our client is told of all reports of its user.
 */
export async function prepareOneClient(
  way: Way,
  cloud: Cloud,
  plan: Plan,
  users: readonly User[],
): Promise<Prepared> {
  const unused = users.values();
  using started = new DisposableStack();
  const server = way.isAppSync ? undefined : started.use(await startServer(way, cloud));
  let shared: Clients | undefined;
  const makeBed = async (): Promise<Bed> => {
    const proxy = started.use(await startProxy(server?.origin ?? cloud.apiOrigin));
    // Amplify is one to a process; the others' clients have nothing in common, and share one.
    const clients =
      shared ?? started.use(await startClients(way, proxy.origin, cloud, unused.next().value));
    if (!way.isAppSync) shared = clients;
    const { origin } = proxy;
    return {
      proxy,
      ask: (delayMs, giveUpMs) =>
        clients.ask({ origin, work: { amountOfRows: ROWS, delayMs }, giveUpMs }),
    };
  };
  const forSingles: (readonly [number, Bed])[] = [];
  for (const workMs of plan.singlesMs) forSingles.push([workMs, await makeBed()]);
  const forShorts = await makeBed();
  const forDrop = await makeBed();
  const running = started.move();
  return {
    async measure(startAfterMs) {
      const [singles, shortsToldAfterMs, dropped] = await Promise.all([
        Promise.all(forSingles.map(([workMs, bed]) => askOnce(bed, workMs, plan))),
        askManyTimes(forShorts, plan, startAfterMs),
        askAndCut(forDrop, plan),
      ]);
      return { singles, shortsToldAfterMs, dropped };
    },
    [Symbol.dispose]: () => running.dispose(),
  };
}

async function askOnce({ proxy, ask }: Bed, workMs: number, plan: Plan): Promise<Single> {
  proxy.take(); // what signing in took is in nobody's figures
  const asked = await ask(workMs, workMs + plan.giveUpMs);
  return { workMs, traffic: proxy.take(), toldAfterMs: delayOf(asked), lost: asked.lost };
}

async function askManyTimes({ ask }: Bed, plan: Plan, startAfterMs: number): Promise<number[]> {
  await ask(0, plan.giveUpMs); // the first one loads code
  await sleep(startAfterMs);
  const delays: number[] = [];
  for (let n = 0; n < plan.shorts; n++) {
    const workMs = shortWorkMs(n);
    const delay = delayOf(await ask(workMs, workMs + plan.giveUpMs));
    if (delay !== undefined) delays.push(delay);
  }
  return delays;
}

/** The report is finished while nothing goes through. */
async function askAndCut({ proxy, ask }: Bed, plan: Plan): Promise<Dropped> {
  const { workMs, cutAfterMs, cutForMs } = plan.drop;
  const asked = ask(workMs, cutAfterMs + cutForMs + plan.giveUpMs);
  await sleep(cutAfterMs);
  await proxy.cut(cutForMs);
  const backAtMs = nowMs();
  const { lost, knownAtMs, finishedAtMs } = await asked;
  const recoveredAfterMs = lost === undefined ? knownAtMs - backAtMs : undefined;
  return { lost, recoveredAfterMs, isVoid: (finishedAtMs ?? 0) > backAtMs };
}

function delayOf({ knownAtMs, finishedAtMs }: Asked): number | undefined {
  return finishedAtMs === undefined ? undefined : knownAtMs - finishedAtMs;
}
