import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openFile } from './download.ts';
import { aReport } from './test-bed.ts';

let server: Server;
let url: string;
let respond: (response: ServerResponse) => void;
beforeAll(async () => {
  server = createServer((_, response) => respond(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const finished = (byteSize: number) => ({
  ...aReport({ status: 'SUCCEEDED' }),
  result: {
    rowCount: 1,
    byteSize,
    sha256: 'ab',
    crc64nvme: null,
    engine: 'NODE' as const,
    bytesScanned: null,
    contentType: 'text/csv',
    columns: [],
    warnings: [],
  },
  download: { url, expiresAt: '2026-01-01T00:15:00Z', filename: 'a.csv' },
});

test('gives name, figures and every byte', async () => {
  respond = (response) => response.end('12345');

  const { filename, byteSize, sha256, stream } = await openFile(finished(5));

  expect({ filename, byteSize, sha256 }).toEqual({ filename: 'a.csv', byteSize: 5, sha256: 'ab' });
  expect(await new Response(stream).text()).toBe('12345');
});

test('a refused link tells the status', async () => {
  respond = (response) => response.writeHead(403).end('<Error><Code>AccessDenied</Code></Error>');

  await expect(openFile(finished(5))).rejects.toMatchObject({
    name: 'ReportDownloadError',
    httpStatus: 403,
  });
});

test('a file of the wrong size errors instead of ending', async () => {
  respond = (response) => response.end('1234');

  const { stream } = await openFile(finished(5));

  await expect(new Response(stream).text()).rejects.toMatchObject({ name: 'ReportDownloadError' });
});

test('a store that cannot be reached, or a caller that gives up, says so', async () => {
  const nowhere = {
    ...finished(5),
    download: { ...finished(5).download, url: 'http://127.0.0.1:1/' },
  };

  await expect(openFile(nowhere)).rejects.toMatchObject({
    name: 'ReportDownloadError',
    httpStatus: undefined,
  });
  await expect(openFile(finished(5), { signal: AbortSignal.abort() })).rejects.toMatchObject({
    name: 'ReportAbortedError',
  });
});
