import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { LocalError, toError } from './errors.ts';
import type { RequestHandler } from './gateway.ts';
import type { Log } from './host.ts';

const KEEP_ALIVE_MS = 120_000;

/** A listening HTTP server whose handlers can be set after it has its port. */
export interface HttpServer extends AsyncDisposable {
  readonly port: number;
  serve(handler: RequestHandler): void;
  serveUpgrades(handler: (req: http.IncomingMessage, socket: Socket, head: Buffer) => void): void;
}

export interface ListenOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** What the port is for and how to choose another: for the error when it is taken. */
  readonly purpose: string;
  readonly option: string;
  readonly log: Log;
}

/** Listens at once and answers 503 until a handler is set, so that addresses are known before services are. */
export async function listen(options: ListenOptions): Promise<HttpServer> {
  const { host, port, log } = options;
  let handler: RequestHandler = (_, res) => {
    res.writeHead(503, { 'retry-after': '1' }).end('starting\n');
  };
  const server = http.createServer((req, res) => {
    const fail = (error: unknown): void => {
      log.error('request failed', { url: req.url, error: toError(error).stack });
      if (!res.headersSent) res.writeHead(500);
      res.end();
    };
    try {
      handler(req, res)?.catch(fail);
    } catch (error) {
      fail(error);
    }
  });
  // A function frozen between invocations comes back to sockets it believes to be open.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.requestTimeout = 0; // an upload may take as long as its function
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(cannotListen(options, cause)));
    server.listen(port, host, resolve);
  });
  server.removeAllListeners('error');
  server.on('error', (error) => log.error('server failed', { error: error.message }));
  return {
    port: (server.address() as AddressInfo).port,
    serve: (next) => void (handler = next),
    serveUpgrades: (next) => void server.on('upgrade', next),
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function cannotListen({ host, port, purpose, option }: ListenOptions, cause: Error): LocalError {
  const { code } = cause as NodeJS.ErrnoException;
  const why =
    code === 'EADDRINUSE'
      ? 'is already in use'
      : code === 'EACCES'
        ? 'is not allowed'
        : cause.message;
  return new LocalError(
    'ERR_PORT_IN_USE',
    `Port ${port} on ${host} (${purpose}) ${why}. Stop what uses it or choose another with ${option} <port>.`,
    { cause },
  );
}
