/** The unmodified aws-amplify against literal frames and bodies: what this library relies on in it. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Amplify } from 'aws-amplify';
import { decodeJWT } from 'aws-amplify/auth';
import { ConsoleLogger } from 'aws-amplify/utils';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { GetReportDocument, OnReportReadyDocument } from '../schema/generated/documents.ts';
import { createReportsClient } from './client.ts';
import { createAmplifyApi } from './graphql.ts';
import { toResourcesConfig } from './outputs.ts';
import { aReport } from './test-bed.ts';
import type { Connection } from './types.ts';

const JWT = `eyJhbGciOiJub25lIn0.${Buffer.from('{"sub":"me","exp":4102444800}').toString('base64url')}.x`;
const WITHIN = { timeout: 3_000, interval: 5 };

let server: Server;
let sockets: WebSocketServer;
/** What the next HTTP request is answered with. */
let answer: { status: number; body: string; headers?: Record<string, string> };
/** Ids of `start` frames in the order they came, over all connections. */
const started: string[] = [];
let requests = 0;
let acceptsStarts = true;
let signedIn = true;

beforeAll(async () => {
  server = createServer((request, response) => {
    requests += 1;
    request
      .resume()
      .on('end', () => response.writeHead(answer.status, answer.headers).end(answer.body));
  });
  sockets = new WebSocketServer({ server, handleProtocols: () => 'graphql-ws' });
  sockets.on('connection', speak);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ConsoleLogger.LOG_LEVEL = 'ERROR';
  const { port } = server.address() as AddressInfo;
  const outputs = {
    version: '1.4',
    auth: { aws_region: 'us-east-1', user_pool_id: 'us-east-1_x', user_pool_client_id: 'c' },
    data: {
      aws_region: 'us-east-1',
      url: `http://127.0.0.1:${port}/graphql`,
      default_authorization_type: 'AWS_IAM',
    },
  };
  const getTokens = () => Promise.resolve(signedIn ? { accessToken: decodeJWT(JWT) } : null);
  Amplify.configure(toResourcesConfig(outputs), { Auth: { tokenProvider: { getTokens } } });
});
afterAll(async () => {
  for (const socket of sockets.clients) socket.terminate();
  server.close();
  await once(server, 'close');
});

function speak(socket: WebSocket): void {
  socket.on('message', (message: Buffer) => {
    const { type, id } = JSON.parse(message.toString()) as { type: string; id: string };
    if (type === 'connection_init') {
      socket.send('{"type":"connection_ack","payload":{"connectionTimeoutMs":300000}}');
    }
    if (type !== 'start') return;
    started.push(id);
    if (acceptsStarts) accept(socket, id);
  });
}

function accept(socket: WebSocket, id: string | undefined): void {
  socket.send(`{"id":"${String(id)}","type":"start_ack"}`);
}

const connected = () => [...sockets.clients][0] as WebSocket;

test('an acceptance reaches the subscription it is for, among equal ones', async () => {
  acceptsStarts = false;
  const api = createAmplifyApi();
  const accepted: string[] = [];
  const follow = (name: string) =>
    api.subscribe(
      OnReportReadyDocument,
      {},
      {
        onAccepted: () => accepted.push(name),
        onMessage: () => accepted.push(`${name} message`),
        onError: () => accepted.push(`${name} error`),
      },
    );
  using first = follow('first');
  await expect.poll(() => started.length, WITHIN).toBe(1);
  using second = follow('second');
  await expect.poll(() => started.length, WITHIN).toBe(2);

  accept(connected(), started[1]);
  await expect.poll(() => accepted, WITHIN).toEqual(['second']);

  accept(connected(), started[0]);
  await expect.poll(() => accepted, WITHIN).toEqual(['second', 'first']);
  expect([first, second]).toHaveLength(2);
  acceptsStarts = true;
});

test('after the server cuts the connection a watch is live again within a second and has read the row', async () => {
  requests = 0;
  const connections: Connection[] = [];
  using client = createReportsClient({
    onConnection: (connection) => connections.push(connection),
  });
  const { reportId } = aReport();
  const row = (fields: object) => {
    answer = { status: 200, body: JSON.stringify({ data: { getReport: aReport(fields) } }) };
  };
  row({ status: 'RUNNING', version: 2 });
  const seen: string[] = [];
  const ended = (async () => {
    for await (const { status } of client.watch(reportId)) seen.push(status);
  })();
  await expect.poll(() => connections.at(-1), WITHIN).toBe('live');
  // One read at the start and one when the subscriptions were accepted; no timer is due for 15 seconds.
  await expect.poll(() => requests, WITHIN).toBe(2);

  row({ status: 'SUCCEEDED', version: 3 });
  connected().terminate();
  await ended;

  expect(seen).toEqual(['RUNNING', 'SUCCEEDED']);
  expect(connections).toEqual(['connecting', 'live', 'reconnecting', 'live']);
});

test("an expired token is signed out, by AppSync's answer", async () => {
  answer = {
    status: 401,
    headers: { 'x-amzn-errortype': 'UnauthorizedException' },
    body: '{"errors":[{"errorType":"UnauthorizedException","message":"Token has expired."}]}',
  };

  await expect(createReportsClient().get('x')).rejects.toMatchObject({
    name: 'ReportSignedOutError',
  });
});

test('no token is signed out', async () => {
  signedIn = false;

  await expect(createReportsClient().get('x')).rejects.toMatchObject({
    name: 'ReportSignedOutError',
  });
  signedIn = true;
});

test('a refusal keeps errorType and field', async () => {
  const errorInfo = { field: 'first' };
  const refusal = { message: 'first: must be 1 to 100', errorType: 'BadRequest', errorInfo };
  answer = { status: 200, body: JSON.stringify({ data: null, errors: [refusal] }) };

  await expect(createReportsClient().list({ first: 0 })).rejects.toMatchObject({
    name: 'ReportRefusedError',
    errorType: 'BadRequest',
    field: 'first',
  });
});

test('a link that could not be made does not hide the row, and is worth another try', async () => {
  const getReport = aReport({ status: 'SUCCEEDED', result: aResult() });
  const path = ['getReport', 'download'];
  const problem = { path, message: 'No link.', errorType: 'ServiceUnavailable' };
  answer = { status: 200, body: JSON.stringify({ data: { getReport }, errors: [problem] }) };

  await expect(createReportsClient().get('x')).resolves.toEqual(getReport);
  await expect(createReportsClient().download('x')).rejects.toMatchObject({
    name: 'ReportUnavailableError',
    message: 'No link.',
  });
});

test('an aborted request says so, whether before it is sent or after', async () => {
  const controller = new AbortController();
  const api = createAmplifyApi();
  const request = api.request(GetReportDocument, { reportId: 'x' }, { signal: controller.signal });
  controller.abort('enough');

  await expect(request).rejects.toMatchObject({ name: 'ReportAbortedError', cause: 'enough' });
  await expect(
    api.request(GetReportDocument, { reportId: 'x' }, { signal: controller.signal }),
  ).rejects.toMatchObject({ name: 'ReportAbortedError' });
});

function aResult() {
  return {
    rowCount: 1,
    byteSize: 1,
    sha256: 'x',
    crc64nvme: null,
    engine: 'NODE' as const,
    bytesScanned: null,
    contentType: 'text/csv',
    columns: [],
    warnings: [],
  };
}
