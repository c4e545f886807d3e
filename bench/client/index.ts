import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startProcess, type StartedProcess } from '../../test/support/start-process.ts';
import { figure, type Figures } from '../lib/suite.ts';
import { percentile, table } from '../lib/table.ts';
import { about } from './about.ts';

const SUBSCRIBER = path.join(import.meta.dirname, 'subscriber.ts');
const DOWN_MS = 10_000;
/** Amplify gives up a try after 15 s and waits up to a minute. */
const BACK_WITHIN_MS = 75_000;

/**
 * How soon pushes arrive again after the server was away for ten seconds: our client, and Amplify by itself, side by
 * side.
 */
export async function run(args: string[]): Promise<Figures> {
  const { values } = parseArgs({ args, options: about.options });
  const rounds = Number(values.rounds);
  const state = mkdtempSync(path.join(tmpdir(), 'bench-client-'));
  const took: Record<'ours' | 'amplify', number[]> = { ours: [], amplify: [] };
  try {
    for (let round = 0; round < rounds; round++) {
      const back = await restart(path.join(state, String(round)));
      took.ours.push(back.ours);
      took.amplify.push(back.amplify);
    }
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
  const row = (what: string, values: number[]): string[] => [
    what,
    ...[Math.min(...values), percentile(values, 50), Math.max(...values)].map((ms) =>
      Number.isFinite(ms) ? (ms / 1000).toFixed(1) : `> ${BACK_WITHIN_MS / 1000}`,
    ),
  ];
  console.log(`Seconds from the server's return to live pushes; away for 10 s; ${rounds} rounds\n`);
  console.log(
    table(
      ['client', 'min', 'median', 'max'],
      [row('ours', took.ours), row('Amplify alone', took.amplify)],
    ),
  );
  const amplify = percentile(took.amplify, 50) / 1000;
  const against = { peer: 'Amplify alone', value: amplify };
  return {
    n: rounds,
    rows: [
      figure('ours', percentile(took.ours, 50) / 1000, 's', against),
      figure('Amplify alone', amplify, 's'),
    ],
    details: took,
  };
}

/** One restart with both clients subscribed; milliseconds from its return to each being live, Infinity when not. */
async function restart(state: string): Promise<{ ours: number; amplify: number }> {
  const first = await startProcess(['--state', state, '--no-seed']);
  const clients = [subscriber('ours', first), subscriber('amplify', first)];
  try {
    await Promise.all(clients.map(({ next }) => next(0, BACK_WITHIN_MS)));
    await first.end('SIGKILL');
    await sleep(DOWN_MS);
    const port = (origin: string): string => new URL(origin).port;
    const again = await startProcess([
      ...['--state', state, '--no-seed'],
      ...['--port', port(first.apiOrigin), '--aws-port', port(first.awsOrigin)],
    ]);
    const backAt = Date.now();
    const [ours = Infinity, amplify = Infinity] = await Promise.all(
      clients.map(({ next }) => next(1, BACK_WITHIN_MS)),
    );
    await again.end('SIGKILL');
    return { ours: Math.max(0, ours - backAt), amplify: Math.max(0, amplify - backAt) };
  } finally {
    for (const client of clients) client.end();
  }
}

function subscriber(kind: string, { apiOrigin }: StartedProcess) {
  const child = spawn(process.execPath, [SUBSCRIBER, kind, apiOrigin], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const lives: number[] = [];
  child.stdout.on('data', (chunk: Buffer) => {
    for (const [, at] of chunk.toString().matchAll(/live (\d+)/g)) lives.push(Number(at));
  });
  return {
    /** When it was live for the `n`-th time; Infinity when that does not come in time. */
    async next(n: number, withinMs: number): Promise<number> {
      for (const end = Date.now() + withinMs; Date.now() < end; await sleep(20)) {
        const at = lives[n];
        if (at !== undefined) return at;
      }
      return Infinity;
    },
    end: () => void child.kill('SIGKILL'),
  };
}
