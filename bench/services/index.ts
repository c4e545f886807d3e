import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { BUCKET, REGION, ROOT } from '../../test/contract/services/bed.ts';
import { figure, type Figure, type Figures } from '../lib/suite.ts';
import { percentile, table } from '../lib/table.ts';
import { about } from './about.ts';

const MB = 1_000_000;
const LARGE_BYTES = 100 * MB;
const PART_BYTES = 8 * 1024 ** 2;
const PARTS_AT_ONCE = 4;
const SMALL = { count: 1_000, bytes: 1_000, atOnce: 16 };
const EVENTS = 500;

interface Server {
  readonly origin: string;
  readonly process: ChildProcess;
}

/**
 * How fast S3 and Lambda's queue are, by the AWS SDK, S3 beside a server that throws the bytes away. Each is a process
 * of its own, and the two are measured turn by turn.
 */
export async function run(args: string[]): Promise<Figures> {
  const rounds = Number(parseArgs({ args, options: about.options }).values.rounds);
  const state = mkdtempSync(path.join(tmpdir(), 'bench-services-'));
  const ours = await startServer('test/contract/services/bed-process.ts', state);
  const sink = await startServer('bench/engine/storage.ts');
  try {
    const rows = await objects(connect(ours), connect(sink), rounds);
    return { n: rounds, rows: [...rows, ...(await events(ours, state))] };
  } finally {
    for (const server of [ours, sink]) server.process.kill('SIGKILL');
    await new Promise((resolve) => ours.process.once('close', resolve));
    rmSync(state, { recursive: true, force: true });
  }
}

async function objects(ours: S3Client, sink: S3Client, rounds: number): Promise<Figure[]> {
  const large = randomBytes(LARGE_BYTES);
  const small = randomBytes(SMALL.bytes);
  const kinds = [
    {
      what: '100 MB in parts',
      unit: 'MB/s',
      work: (to: S3Client) => upload(to, large),
      units: 100,
    },
    {
      what: '1,000 objects of 1 KB',
      unit: 'objects/s',
      work: (to: S3Client) => putMany(to, small),
      units: SMALL.count,
    },
  ];
  const rows: string[][] = [];
  const figures: Figure[] = [];
  for (const { what, unit, work, units } of kinds) {
    await work(ours); // warm
    await work(sink);
    const rates = { ours: [] as number[], sink: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      rates.ours.push(units / (await secondsOf(() => work(ours))));
      rates.sink.push(units / (await secondsOf(() => work(sink))));
    }
    const ratios = rates.ours.map((rate, round) => (100 * rate) / (rates.sink[round] ?? NaN));
    const against = {
      peer: 'a server that throws bytes away',
      ratio: percentile(ratios, 50) / 100,
    };
    figures.push(figure(what, percentile(rates.ours, 50), unit, against));
    rows.push([
      `${what}, ${unit}`,
      percentile(rates.ours, 50).toFixed(0),
      percentile(rates.sink, 50).toFixed(0),
      `${percentile(ratios, 50).toFixed(0)} % (${Math.min(...ratios).toFixed(0)} to ${Math.max(...ratios).toFixed(0)})`,
    ]);
  }
  const download = await secondsOf(() => read(ours));
  console.log(table(['S3', 'ours, median', 'bare http sink, median', 'ratio, by round'], rows));
  console.log(`\n100 MB read back and whole: ${(100 / download).toFixed(0)} MB/s.\n`);
  ours.destroy();
  sink.destroy();
  return [...figures, figure('100 MB read back', 100 / download, 'MB/s')];

  async function read(from: S3Client): Promise<void> {
    const { Body } = await from.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'large' }));
    const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
    if (!bytes.equals(large)) throw new Error('what was read is not what was written');
  }
}

/** Accepted at once, run one at a time, and each noted by the function in a file. */
async function events({ origin }: Server, state: string): Promise<Figure[]> {
  const lambda = new LambdaClient({ endpoint: origin, region: REGION, credentials: ROOT });
  const startedAt = performance.now();
  const acceptedMs = await Promise.all(
    Array.from({ length: EVENTS }, async (_, event) => {
      const input = {
        FunctionName: 'note',
        InvocationType: 'Event',
        Payload: String(event),
      } as const;
      await lambda.send(new InvokeCommand(input));
      return performance.now() - startedAt;
    }),
  );
  const noted = await untilNoted(path.join(state, 'notes.txt'));
  const drainedMs = performance.now() - startedAt;
  lambda.destroy();
  console.log(
    table(
      ['500 asynchronous invocations at once', ''],
      [
        ['all accepted after, ms', Math.max(...acceptedMs).toFixed(0)],
        ['all run after, ms (one at a time)', drainedMs.toFixed(0)],
        ['lost', String(EVENTS - new Set(noted).size)],
        ['run twice', String(noted.length - new Set(noted).size)],
      ],
    ),
  );
  return [
    figure(`${EVENTS} invocations accepted`, Math.max(...acceptedMs), 'ms'),
    figure(`${EVENTS} invocations run, one at a time`, drainedMs, 'ms'),
    figure('invocations lost', EVENTS - new Set(noted).size, 'invocations'),
    figure('invocations run twice', noted.length - new Set(noted).size, 'invocations'),
  ];
}

async function untilNoted(file: string): Promise<string[]> {
  for (;;) {
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    if (lines.length >= EVENTS) return lines;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function upload(client: S3Client, Body: Buffer): Promise<void> {
  const params = { Bucket: BUCKET, Key: 'large', Body };
  await new Upload({ client, params, partSize: PART_BYTES, queueSize: PARTS_AT_ONCE }).done();
}

async function putMany(client: S3Client, Body: Buffer): Promise<void> {
  let next = 0;
  const putter = async (): Promise<void> => {
    for (let at = next++; at < SMALL.count; at = next++)
      await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: `small/${at}`, Body }));
  };
  await Promise.all(Array.from({ length: SMALL.atOnce }, putter));
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}

function connect({ origin }: Server): S3Client {
  return new S3Client({
    endpoint: origin,
    region: REGION,
    credentials: ROOT,
    forcePathStyle: true,
  });
}

/** A script that prints its address, or its port alone. */
async function startServer(script: string, ...args: string[]): Promise<Server> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const text = line.toString().trim();
  return { origin: text.includes('://') ? text : `http://127.0.0.1:${text}`, process: child };
}
