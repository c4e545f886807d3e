import { randomBytes } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { createCRC64 } from 'hash-wasm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  bucketName as Bucket,
  startTestService,
  type TestService,
} from '../../../local/services/s3/test-service.ts';
import { joinParts, type Join } from './join-parts.ts';

const MIB = 1024 ** 2;
const head = Buffer.from('date,item,amount\r\n');
const large = randomBytes(11 * MIB + 3);
const Key = 'reports/owner/joined.csv';

let s3: TestService;
beforeAll(async () => {
  s3 = await startTestService();
});
afterAll(() => s3[Symbol.asyncDispose]());

/** Stores parts as a query leaves them. */
async function store(bodies: readonly Buffer[]) {
  const parts = bodies.map((body, index) => ({
    key: `athena/owner/é +${index}`,
    size: body.length,
  }));
  for (const [index, Body] of bodies.entries()) {
    await s3.client.send(new PutObjectCommand({ Bucket, Key: parts[index]?.key, Body }));
  }
  return parts;
}

const join = (more: Pick<Join, 'parts'> & Partial<Join>) =>
  joinParts({
    ...{ s3: s3.client, bucket: Bucket, key: Key, contentType: 'text/csv; charset=utf-8', head },
    signal: new AbortController().signal,
    ...more,
  });

const forget = () => s3.client.send(new DeleteObjectCommand({ Bucket, Key }));

async function nothingIsLeft(): Promise<void> {
  const { Uploads = [] } = await s3.client.send(new ListMultipartUploadsCommand({ Bucket }));
  expect(Uploads).toEqual([]);
  const head = s3.client.send(new HeadObjectCommand({ Bucket, Key }));
  await expect(head).rejects.toMatchObject({ name: 'NotFound' });
}

/** A client that notes its operations, and does something before one of them. */
function watched(before: (operation: string, count: number) => void = () => undefined) {
  const client = s3.connect();
  const operations: string[] = [];
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        operations.push(commandName.replace('Command', ''));
        before(operations.at(-1) ?? '', operations.length);
        return next(args);
      },
    { step: 'initialize' },
  );
  return { client, operations };
}

describe('joinParts', () => {
  test.each<[string, Buffer[], Buffer?]>([
    ['one part', [large]],
    ['one part without a head', [large], Buffer.alloc(0)],
    ['no part', []],
    ['empty parts', [Buffer.alloc(0), Buffer.from('x\r\n'), Buffer.alloc(0)]],
    ['parts of exactly 5 MiB', [large.subarray(0, 5 * MIB), large.subarray(MIB, 6 * MIB)]],
    ['many small parts', Array.from({ length: 60 }, (_, at) => large.subarray(at, 200_000 + at))],
    ['large and small parts in turn', [large, large.subarray(0, 9), large, large.subarray(0, MIB)]],
    ['nothing at all', [], Buffer.alloc(0)],
  ])('joins %s', async (_, bodies, begins = head) => {
    const parts = await store(bodies);
    const progress: number[] = [];
    const made = await join({ parts, head: begins, onProgress: (bytes) => progress.push(bytes) });

    const whole = Buffer.concat([begins, ...bodies]);
    const stored = await s3.client.send(
      new GetObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }),
    );
    const bytes = Buffer.from((await stored.Body?.transformToByteArray()) ?? []);
    expect(bytes.equals(whole)).toBe(true);
    const crc = (await createCRC64('9a6c9329ac4bc9b5')).init().update(whole).digest('binary');
    expect(made).toEqual({
      byteSize: whole.length,
      crc64nvme: Buffer.from(crc).toString('base64'),
    });
    expect(stored).toMatchObject({
      ContentType: 'text/csv; charset=utf-8',
      ChecksumCRC64NVME: made.crc64nvme,
      ChecksumType: 'FULL_OBJECT',
    });
    expect(progress.at(-1)).toBe(whole.length);
  });

  test('has storage copy all but the beginning', async () => {
    const parts = await store([large, large, large]);
    const { client, operations } = watched();
    await join({ parts, s3: client });

    expect(operations.toSorted()).toEqual([
      'CompleteMultipartUpload',
      'CreateMultipartUpload',
      'GetObject',
      'UploadPart',
      'UploadPartCopy',
      'UploadPartCopy',
      'UploadPartCopy',
    ]);
  });

  test('ended in the middle, it leaves nothing and gives the reason', async () => {
    await forget();
    const parts = await store([large, large, large]);
    for (const at of ['UploadPartCopy', 'GetObject', 'UploadPart']) {
      const stopping = new AbortController();
      const { client, operations } = watched((operation) => {
        if (operation === at) stopping.abort(new Error('cancelled'));
      });

      const joining = join({ parts, s3: client, signal: stopping.signal });

      await expect(joining).rejects.toThrow('cancelled');
      expect(operations).toContain('AbortMultipartUpload');
      await nothingIsLeft();
    }
  });

  test('a part that is missing or of another size is a STORAGE_ERROR, and nothing is left', async () => {
    await forget();
    const parts = await store([large, large]);
    const [first, second] = [parts[0] as Join['parts'][0], parts[1] as Join['parts'][0]];
    const wrong: Join['parts'][] = [
      [first, { ...second, key: 'athena/none' }],
      [{ ...first, key: 'athena/none' }, second],
      [first, { ...second, size: second.size - 1 }],
      [{ ...first, size: first.size + 1 }, second],
    ];

    for (const each of wrong) {
      await expect(join({ parts: each })).rejects.toMatchObject({
        code: 'STORAGE_ERROR',
        message: 'The file could not be stored.',
        cause: expect.any(Error) as Error,
      });
      await nothingIsLeft();
    }
  });

  test('a failure at any call leaves nothing, until there is none', async () => {
    await forget();
    const parts = await store([large, large.subarray(0, 9), large]);
    for (let failing = 1; ; failing++) {
      const { client, operations } = watched((_, count) => {
        if (count === failing) throw new Error('no network');
      });
      const outcome = await join({ parts, s3: client }).catch((error: unknown) => error);
      if (!(outcome instanceof Error)) {
        expect(failing).toBeGreaterThan(operations.length);
        break;
      }
      expect(outcome).toMatchObject({ code: 'STORAGE_ERROR' });
      await nothingIsLeft();
    }
  });

  test('a completion whose answer is lost leaves no object', async () => {
    await forget();
    const parts = await store([large]);
    const client = s3.connect();
    client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          const answer = await next(args);
          if (commandName?.startsWith('Complete')) throw new Error('socket hang up');
          return answer;
        },
      { step: 'initialize' },
    );

    await expect(join({ parts, s3: client })).rejects.toMatchObject({ code: 'STORAGE_ERROR' });

    await nothingIsLeft();
  });
});
