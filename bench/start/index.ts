import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startProcess, type StartedProcess } from '../../test/support/start-process.ts';
import { signInAt } from '../../test/support/users.ts';
import { figure, type Figure, type Figures } from '../lib/suite.ts';
import { percentile, table } from '../lib/table.ts';
import { about } from './about.ts';
import { timeImports } from './imports.ts';

const WARM_UP = 30;
const GENERATE =
  'mutation G($input: GenerateReportInput!) { generateReport(input: $input) { reportId status } }';

/** How long the local cloud takes to start, and `generateReport` to answer, beside a server that does nothing. */
export async function run(args: string[]): Promise<Figures> {
  const { values } = parseArgs({ args, options: about.options });
  const starts = Number(values.rounds);
  const requests = Number(values.requests);
  const state = mkdtempSync(path.join(tmpdir(), 'bench-'));
  const leftovers = ['.local/cdk.out', '.local/bundles', '.local/compile-cache'];
  try {
    const cold: number[] = [];
    const kept: number[] = [];
    for (let round = 0; round < starts; round++) {
      for (const directory of leftovers) rmSync(directory, { recursive: true, force: true });
      cold.push(await timeStart(path.join(state, `cold-${round}`)));
      kept.push(await timeStart(path.join(state, `kept-${round}`)));
    }
    const node = Array.from({ length: starts }, timeNode);
    const cloud = await startProcess([
      ...['--state', path.join(state, 'requests')],
      ...['-c', 'maxActiveReports=1000'], // requests are counted, not reports
    ]);
    const answers = await timeRequests(cloud, requests);
    const bare = await timeBareServer(requests);
    await cloud.end('SIGTERM');
    console.log(
      table(
        ['what', 'best', 'median', 'ceiling', 'ratio to it'],
        [
          row('cold start (nothing kept), s', cold, node, 1000),
          row('start from the kept assembly, s', kept, node, 1000),
          row('generateReport over HTTP, ms', answers, bare, 1),
        ],
      ),
    );
    console.log(`\n${timeImports('.local/cdk.out')}`);
    console.log(
      '\nCeilings: `node -e 0` for starts; a bare node:http server answering a constant for requests. ' +
        `generateReport p99: ${percentile(answers, 99).toFixed(1)} ms over ${requests} in a row.`,
    );
    return {
      n: starts,
      rows: [
        ...figuresOf('cold start', 's', cold, { peer: 'node -e 0', of: node }),
        ...figuresOf('start from the kept assembly', 's', kept, { peer: 'node -e 0', of: node }),
        ...figuresOf('generateReport', 'ms', answers, { peer: 'bare node:http', of: bare }),
      ],
    };
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}

function row(what: string, times: number[], ceiling: number[], divisor: number): string[] {
  const show = (ms: number): string => (ms / divisor).toFixed(divisor === 1 ? 1 : 2);
  const median = percentile(times, 50);
  const best = percentile(ceiling, 50);
  return [what, show(Math.min(...times)), show(median), show(best), (median / best).toFixed(1)];
}

function figuresOf(
  what: string,
  unit: 's' | 'ms',
  times: number[],
  { peer, of }: { peer: string; of: number[] },
): Figure[] {
  const divisor = unit === 's' ? 1000 : 1;
  const against = { peer, value: percentile(of, 50) / divisor };
  return [
    figure(`${what}, best`, Math.min(...times) / divisor, unit, against),
    figure(`${what}, median`, percentile(times, 50) / divisor, unit, against),
  ];
}

async function timeStart(state: string): Promise<number> {
  const startedAt = performance.now();
  const cloud = await startProcess(['--state', state]);
  const tookMs = performance.now() - startedAt;
  await cloud.end('SIGTERM');
  return tookMs;
}

function timeNode(): number {
  const startedAt = performance.now();
  spawnSync(process.execPath, ['-e', '0']);
  return performance.now() - startedAt;
}

async function timeRequests(cloud: StartedProcess, requests: number): Promise<number[]> {
  const authorization = await signInAt(cloud);
  const input = { definition: { sample: { amountOfRows: 1 } } };
  const body = JSON.stringify({ query: GENERATE, variables: { input } });
  return timePosts(requests, `${cloud.apiOrigin}/graphql`, body, { authorization });
}

async function timeBareServer(requests: number): Promise<number[]> {
  const server = createServer((req, res) => {
    req.resume().once('end', () => res.end('{"data":{"generateReport":{"status":"QUEUED"}}}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const times = await timePosts(requests, `http://127.0.0.1:${port}/`, '{}', {});
  server.close();
  return times;
}

async function timePosts(
  requests: number,
  url: string,
  body: string,
  headers: Record<string, string>,
): Promise<number[]> {
  const times: number[] = [];
  for (let request = -WARM_UP; request < requests; request++) {
    const startedAt = performance.now();
    const answer = await fetch(url, { method: 'POST', body, headers });
    const text = await answer.text();
    if (!text.includes('QUEUED')) throw new Error(text);
    if (request >= 0) times.push(performance.now() - startedAt);
  }
  return times;
}
