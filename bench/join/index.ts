import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createCRC64 } from 'hash-wasm';
import { BUCKET, REGION, ROOT } from '../../test/contract/services/bed.ts';
import { figure, type Figures } from '../lib/suite.ts';
import { table } from '../lib/table.ts';
import { about } from './about.ts';
import type { Joined } from './joiner.ts';

const MB = 1_000_000;
const PARTS = 40;
const KEY = 'joined.csv';

/** Joins 40 objects inside S3, in a process of its own whose memory is told. The files are removed. */
export async function run(args: string[]): Promise<Figures> {
  const bytes = Number(parseArgs({ args, options: about.options }).values.megabytes) * MB;
  const state = mkdtempSync(path.join(tmpdir(), 'bench-join-'));
  try {
    const { bavail, bsize } = statfsSync(state);
    if (bavail * bsize < 3 * bytes) {
      throw new Error(`${tmpdir()} has less than ${(3 * bytes) / MB} MB free; ask for fewer.`);
    }
    return await measure(state, bytes);
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}

async function measure(state: string, bytes: number): Promise<Figures> {
  const bed = 'test/contract/services/bed-process.ts';
  const server = spawn(process.execPath, [bed, state], { stdio: ['pipe', 'pipe', 'inherit'] });
  const closed = once(server, 'close');
  try {
    const [line] = (await once(server.stdout, 'data')) as [Buffer];
    const endpoint = line.toString().trim();
    const credentials = ROOT;
    const s3 = new S3Client({ endpoint, region: REGION, credentials, forcePathStyle: true });
    const partBytes = Math.floor(bytes / PARTS);
    await putParts(s3, partBytes);
    const run = promisify(execFile);
    const joiner = path.join(import.meta.dirname, 'joiner.ts');
    const { stdout } = await run(process.execPath, [
      joiner,
      endpoint,
      KEY,
      `${PARTS}`,
      `${partBytes}`,
    ]);
    const joined = JSON.parse(stdout) as Joined;
    const isSame = (await crcOf(s3)) === joined.crc64nvme;
    s3.destroy();
    if (!isSame) throw new Error('The CRC64NVME that S3 told is not that of the bytes it gives.');
    console.log(
      table(
        [`${PARTS} objects, ${(joined.byteSize / MB).toFixed(0)} MB, joined inside S3`, ''],
        [
          ['took, s', (joined.ms / 1000).toFixed(2)],
          ['most memory of the joining process, MiB', (joined.mostRssKib / 1024).toFixed(0)],
          ['of it before the join, MiB', (joined.rssBeforeKib / 1024).toFixed(0)],
          ['CRC64NVME, told and computed anew from all bytes', 'the same'],
        ],
      ),
    );
    return {
      n: 1,
      rows: [
        figure('joined', joined.byteSize / MB / (joined.ms / 1000), 'MB/s'),
        figure('most memory', joined.mostRssKib / 1024, 'MiB'),
      ],
      details: joined,
    };
  } finally {
    server.kill('SIGKILL');
    await closed;
  }
}

async function putParts(s3: S3Client, partBytes: number): Promise<void> {
  const Body = randomBytes(partBytes);
  for (let part = 0; part < PARTS; part++) {
    Body.writeUInt32BE(part); // no two are the same
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: `parts/${part}`, Body }));
  }
}

async function crcOf(s3: S3Client): Promise<string> {
  const crc = (await createCRC64('9a6c9329ac4bc9b5')).init();
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: KEY }));
  for await (const chunk of Body as AsyncIterable<Uint8Array>) crc.update(chunk);
  return Buffer.from(crc.digest('binary')).toString('base64');
}
