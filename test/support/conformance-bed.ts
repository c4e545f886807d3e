import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CloudOptions, LocalCloud } from '../../local/index.ts';
import { APPS } from './apps.ts';
import { startTestCloud } from './cloud.ts';
import { post, type WireAnswer } from './raw-http.ts';
import { openSocket, type RawSocket } from './raw-socket.ts';

/** The conformance stack, running, with raw ways in. */
export interface ConformanceBed extends AsyncDisposable {
  readonly cloud: LocalCloud;
  readonly origin: string;
  readonly apiKey: string;
  /** Lines of the cloud's log as `level message {fields}`. */
  readonly logged: readonly string[];
  /** A literal body with the API key, or with other credentials. */
  post(body: string, headers?: Readonly<Record<string, string>>): Promise<WireAnswer>;
  /** A query with the API key; its `data`, whatever the errors. */
  ask(
    query: string,
    variables?: object,
    headers?: Readonly<Record<string, string>>,
  ): Promise<never>;
  /** What a data source made of a request object: `none`, `lambda`, `dynamodb`, `http`, ... */
  source(field: string, request: object): Promise<{ result: unknown; error: unknown }>;
  /** An acknowledged connection with the API key; its first two frames are read. */
  connect(): Promise<RawSocket>;
  /** Starts a subscription with the API key and reads the answer. */
  start(socket: RawSocket, id: string, query: string, variables?: object): Promise<string>;
  /** The text of a start frame. */
  startFrame(id: string, query: string, variables?: object, authorization?: object): string;
  /** A token of the OpenID Connect issuer. */
  oidcToken(claims?: object): string;
}

/** Starts it on free ports; `options` are the cloud's. */
export async function startConformance(
  options: Partial<CloudOptions> = {},
): Promise<ConformanceBed> {
  const issuer = createIssuer();
  const site = Promise.withResolvers<string>();
  const logged: string[] = [];
  const keep =
    (level: string) =>
    (message: string, fields: object = {}): void =>
      void logged.push(`${level} ${message} ${JSON.stringify(fields)}`);
  const cloud = await startTestCloud(APPS.conformance, {
    site: site.promise,
    log: { info: keep('info'), warn: keep('warn'), error: keep('error') },
    ...options,
  });
  issuer.publish(cloud.apiOrigin);
  site.resolve(issuer.directory);
  const origin = cloud.apiOrigin;
  const { ApiKey: apiKey = '' } = cloud.stack.outputs;
  const key = { 'x-api-key': apiKey };
  const host = new URL(origin).host;

  const ask: ConformanceBed['ask'] = async (query, variables = {}, headers = key) => {
    const { body } = await post(origin, JSON.stringify({ query, variables }), headers);
    const { data } = JSON.parse(body) as { data: never };
    return data;
  };
  const startFrame: ConformanceBed['startFrame'] = (
    id,
    query,
    variables = {},
    authorization = key,
  ) =>
    JSON.stringify({
      id,
      type: 'start',
      payload: {
        data: JSON.stringify({ query, variables }),
        extensions: { authorization: { host, ...authorization } },
      },
    });
  return {
    cloud,
    origin,
    apiKey,
    logged,
    ask,
    startFrame,
    post: (body, headers = key) => post(origin, body, headers),
    async source(field, request) {
      const data = await ask(`query Q($r: AWSJSON!) { ${field}(request: $r) }`, {
        r: JSON.stringify(request),
      });
      return JSON.parse((data as Record<string, string>)[field] ?? 'null') as never;
    },
    async connect() {
      const header = Buffer.from(JSON.stringify({ host, ...key })).toString('base64url');
      const socket = await openSocket(origin, {
        path: '/graphql/realtime',
        protocol: `graphql-ws, header-${header}`,
      });
      socket.send('{"type":"connection_init"}');
      await socket.next();
      await socket.next();
      return socket;
    },
    async start(socket, id, query, variables) {
      socket.send(startFrame(id, query, variables));
      return socket.next();
    },
    oidcToken: (claims) => issuer.token(origin, claims),
    async [Symbol.asyncDispose]() {
      await cloud[Symbol.asyncDispose]();
      await rm(issuer.directory, { recursive: true, force: true });
    },
  };
}

/** An OpenID Connect issuer as two static documents, with an elliptic key. */
function createIssuer() {
  const directory = mkdtempSync(path.join(tmpdir(), 'issuer-'));
  mkdirSync(path.join(directory, '.well-known'));
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const encode = (value: unknown): string =>
    Buffer.from(JSON.stringify(value)).toString('base64url');
  const write = (name: string, value: unknown): void =>
    writeFileSync(path.join(directory, '.well-known', name), JSON.stringify(value));
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig' };
  return {
    directory,
    publish(origin: string): void {
      write('keys.json', { keys: [jwk] });
      write('openid-configuration', {
        issuer: origin,
        jwks_uri: `${origin}/.well-known/keys.json`,
      });
    },
    token(origin: string, claims: object = {}): string {
      const now = Math.floor(Date.now() / 1000);
      const text = `${encode({ alg: 'ES256', kid: 'one' })}.${encode({
        iss: origin,
        sub: 'subject',
        aud: 'app-1',
        iat: now - 10,
        auth_time: now - 10,
        exp: now + 600,
        ...claims,
      })}`;
      const signature = sign('sha256', Buffer.from(text), {
        key: privateKey,
        dsaEncoding: 'ieee-p1363',
      });
      return `${text}.${signature.toString('base64url')}`;
    },
  };
}
