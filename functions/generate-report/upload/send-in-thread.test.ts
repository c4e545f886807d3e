import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { S3Client, UploadPartCommand } from '@aws-sdk/client-s3';
import { buildSync } from 'esbuild';
import { expect, test } from 'vitest';
import { allocateShared } from './part-hash.ts';
import { createThreadedHandler, type SendOptions } from './send-in-thread.ts';

const MIB = 1024 * 1024;

/** Storage that gives each body's SHA-256 as its ETag, unless `answer` does something else. */
async function startStorage(
  answer?: (request: IncomingMessage, response: ServerResponse) => boolean,
) {
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    sockets.add(request.socket);
    if (answer?.(request, response)) return;
    const hash = createHash('sha256');
    request.on('data', (chunk: Buffer) => void hash.update(chunk));
    request.on('end', () => response.setHeader('etag', hash.digest('hex')).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    sockets,
    endpoint,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function connect(
  endpoint: string,
  options: SendOptions = {},
  timeouts: { requestTimeout?: number; throwOnRequestTimeout?: boolean } = {},
) {
  const s3 = new S3Client({
    endpoint,
    region: 'eu-central-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    requestHandler: createThreadedHandler(timeouts, { cores: 2, ...options }),
  });
  return {
    put: (Body: Uint8Array, abortSignal = new AbortController().signal) =>
      s3.send(
        new UploadPartCommand({ Bucket: 'b', Key: 'k', UploadId: 'u', PartNumber: 1, Body }),
        { abortSignal },
      ),
    [Symbol.dispose]: () => s3.destroy(),
  };
}

const part = (letter: string, bytes = MIB) => allocateShared(bytes).fill(letter);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
test.each([1, 2])('bodies arrive as they are, side by side (cores: %s)', async (cores) => {
  await using storage = await startStorage();
  using s3 = connect(storage.endpoint, { cores });
  const bodies = ['a', 'b', 'c', 'd'].map((letter, index) => part(letter, MIB + index));
  const answers = await Promise.all(bodies.map((body) => s3.put(body)));

  expect(answers.map(({ ETag }) => ETag)).toEqual(bodies.map(sha256));
});

test('a first body, a small one, and one of other memory go from here, the others from a thread', async () => {
  await using storage = await startStorage();
  using s3 = connect(storage.endpoint);
  const bodies = [part('a'), part('b', 1000), Buffer.alloc(MIB), part('c'), part('d')];
  const connections: number[] = [];
  for (const body of bodies) {
    expect((await s3.put(body)).ETag).toBe(sha256(body));
    connections.push(storage.sockets.size);
  }

  expect(connections).toEqual([1, 1, 1, 2, 2]);
});

test('the thread ends when nothing comes, and another takes its place', async () => {
  await using storage = await startStorage();
  using s3 = connect(storage.endpoint, { idleMs: 100 });
  await s3.put(part('a'));
  await s3.put(part('b'));
  const [, ofThread] = [...storage.sockets];
  if (ofThread && !ofThread.destroyed) await once(ofThread, 'close');
  const { ETag } = await s3.put(part('c'));

  expect(ETag).toBe(sha256(part('c')));
  expect(storage.sockets.size).toBe(3);
});

test('what storage refuses is the error the SDK knows', async () => {
  await using storage = await startStorage((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(403, { 'content-type': 'application/xml' });
      response.end('<Error><Code>AccessDenied</Code><Message>No.</Message></Error>');
    });
    return true;
  });
  using s3 = connect(storage.endpoint);
  for (const letter of ['a', 'b']) {
    await expect(s3.put(part(letter))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: 'No.',
      $metadata: { httpStatusCode: 403, attempts: 1 },
    });
  }
});

test('a connection that breaks and an answer that does not come are tried again', async () => {
  const requests: string[] = [];
  await using storage = await startStorage(({ socket, method = '' }) => {
    requests.push(method);
    if (requests.length === 2) socket.destroy();
    return requests.length === 2 || requests.length === 3;
  });
  using s3 = connect(storage.endpoint, {}, { requestTimeout: 500, throwOnRequestTimeout: true });
  await s3.put(part('a'));
  const { ETag, $metadata } = await s3.put(part('b'));

  expect(ETag).toBe(sha256(part('b')));
  expect($metadata.attempts).toBe(3);
});

test('aborted, a body is not sent any further and the request rejects', async () => {
  const closed = Promise.withResolvers<null>();
  const started = Promise.withResolvers<null>();
  await using storage = await startStorage((request) => {
    if (storage.sockets.size < 2) return false;
    request.resume().socket.on('close', () => closed.resolve(null));
    started.resolve(null);
    return true; // and never answers
  });
  using s3 = connect(storage.endpoint);
  await s3.put(part('a'));
  const aborting = new AbortController();
  const sent = s3.put(part('b'), aborting.signal);
  await started.promise;
  aborting.abort();

  await expect(sent).rejects.toMatchObject({ name: 'AbortError' });
  await closed.promise;
  await expect(s3.put(part('c'), AbortSignal.abort())).rejects.toMatchObject({
    name: 'AbortError',
  });
});

test('bundled as for Lambda it finds its thread, and the process ends by itself', async () => {
  await using storage = await startStorage();
  const directory = mkdtempSync(path.join(tmpdir(), 'bundle-'));
  const program = `
    import { S3Client, UploadPartCommand } from '@aws-sdk/client-s3';
    import { allocateShared } from './part-hash.ts';
    import { createThreadedHandler } from './send-in-thread.ts';
    const s3 = new S3Client({
      endpoint: '${storage.endpoint}', region: 'eu-central-1', forcePathStyle: true,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      requestHandler: createThreadedHandler({}, { cores: 2 }),
    });
    const to = { Bucket: 'b', Key: 'k', UploadId: 'u', PartNumber: 1 };
    await s3.send(new UploadPartCommand({ ...to, Body: allocateShared(${MIB}).fill('a') }));
    const { ETag } = await s3.send(new UploadPartCommand({ ...to, Body: allocateShared(${MIB}).fill('b') }));
    process.stdout.write(ETag);
  `;
  const options = { bundle: true, platform: 'node', format: 'esm', minify: true } as const;
  const require =
    "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
  const entry = path.join(import.meta.dirname, 'send-worker.ts');
  const built = { ...options, banner: { js: require } };
  buildSync({ ...built, entryPoints: [entry], outfile: path.join(directory, 'send-worker.mjs') });
  buildSync({
    ...built,
    stdin: { contents: program, resolveDir: import.meta.dirname },
    outfile: path.join(directory, 'index.mjs'),
  });
  const index = path.join(directory, 'index.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [index], { timeout: 20_000 });
  rmSync(directory, { recursive: true });

  expect(stdout).toBe(sha256(part('b')));
});
