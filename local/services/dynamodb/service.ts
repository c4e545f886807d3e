import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync } from 'node:fs';
import dynalite from 'dynalite';
import { LocalError } from '../../errors.ts';
import type { Clock, Log } from '../../host.ts';
import type { CredentialStore } from '../aws/credentials.ts';
import type { Authorize } from '../aws/iam/types.ts';
import { answerWithItemOfFailure, wantsItemOfFailure } from './condition-failures.ts';
import { createGuard } from './guard.ts';
import { mendIndexes } from './mend-indexes.ts';
import type { PartitionKeyOf } from './request-keys.ts';
import { createTableInput, differenceOf, type TableConfig } from './table-config.ts';
import { createTimeToLive } from './time-to-live.ts';

const ACTIVE_TRIES = 500;
const ACTIVE_PAUSE_MS = 2;

/** A response of the service's JSON protocol. */
export interface DynamoDbAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** One operation on the wire, with typed attribute values. */
export type DynamoDbCall = (
  operation: string,
  input: Record<string, unknown>,
) => Promise<DynamoDbAnswer>;

export interface DynamoDbService extends AsyncDisposable {
  /** Serves the JSON protocol to any SDK whose requests are signed and allowed. */
  handle(req: IncomingMessage, res: ServerResponse): Promise<void>;
  /** One operation with typed attribute values, as on the wire, by nobody in particular. Rejects only when the store is gone. */
  call(operation: string, input: Record<string, unknown>): Promise<DynamoDbAnswer>;
  /** By which attribute a table, or an index of it, is divided. */
  readonly partitionKeyOf: PartitionKeyOf;
  /** Creates the table unless it is there; a table with other keys or indexes is a user error. Its items expire from now on. */
  ensureTable(config: TableConfig): Promise<void>;
}

export interface DynamoDbOptions {
  /** Where tables are kept. */
  readonly directory: string;
  /** By which items expire. */
  readonly clock: Clock;
  readonly log: Log;
  readonly region: string;
  readonly accountId: string;
  readonly credentials: CredentialStore;
  /** IAM's answer, for requests over HTTP. */
  readonly authorize: Authorize;
}

/** DynamoDB over dynalite, which knows its expressions, limits and error texts; tables live on disk. */
export async function createDynamoDbService(options: DynamoDbOptions): Promise<DynamoDbService> {
  const { directory, log } = options;
  mkdirSync(directory, { recursive: true });
  // createTableMs etc.: tables of a local stack need not be waited for.
  const server = dynalite({
    path: directory,
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const configs = new Map<string, TableConfig>();
  const partitionKeyOf: PartitionKeyOf = (table, index) => keyOf(configs.get(table), index);
  const timeToLive = createTimeToLive({ clock: options.clock, log, call });

  return {
    handle: createGuard({
      ...options,
      partitionKeyOf,
      serve(req, res, operation, input) {
        if (wantsItemOfFailure(operation, input)) {
          return answerWithItemOfFailure(call, operation, input, res);
        }
        server.emit('request', req, res);
      },
    }),
    call,
    partitionKeyOf,
    async ensureTable(config) {
      configs.set(config.TableName, config);
      await ensureTable(config);
      timeToLive.watch(config);
    },
    async [Symbol.asyncDispose]() {
      await timeToLive[Symbol.asyncDispose]();
      agent.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };

  function call(operation: string, input: Record<string, unknown>): Promise<DynamoDbAnswer> {
    const body = JSON.stringify(input);
    return new Promise((resolve, reject) => {
      const request = http.request(
        {
          host: '127.0.0.1',
          port,
          method: 'POST',
          path: '/',
          agent,
          headers: headers(operation, body),
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.once('error', reject);
          response.once('end', () => {
            const text = Buffer.concat(chunks).toString();
            const parsed = (text ? JSON.parse(text) : {}) as Record<string, unknown>;
            resolve({ status: response.statusCode ?? 500, body: parsed });
          });
        },
      );
      request.once('error', reject);
      request.end(body);
    });
  }

  async function ensureTable(config: TableConfig): Promise<void> {
    const described = await call('DescribeTable', { TableName: config.TableName });
    if (described.status === 200) {
      const difference = differenceOf((described.body as { Table: TableConfig }).Table, config);
      if (!difference) return mendAfterKill(config);
      throw new LocalError(
        'ERR_TEMPLATE_INVALID',
        `The table ${config.TableName} on disk has other ${difference} than the template; start with --fresh.`,
      );
    }
    const created = await call('CreateTable', createTableInput(config));
    if (created.status !== 200) {
      throw new LocalError(
        'ERR_TEMPLATE_INVALID',
        `The table ${config.TableName} could not be created: ${String(created.body.message)}`,
      );
    }
    await untilActive(config.TableName);
    log.info('table created', { table: config.TableName });
  }

  async function mendAfterKill(config: TableConfig): Promise<void> {
    const items = await mendIndexes(call, config);
    if (items > 0) log.info('indexes mended', { table: config.TableName, items });
  }

  async function untilActive(tableName: string): Promise<void> {
    for (let tries = 0; tries < ACTIVE_TRIES; tries++) {
      const { body } = await call('DescribeTable', { TableName: tableName });
      if ((body.Table as { TableStatus?: string } | undefined)?.TableStatus === 'ACTIVE') return;
      await new Promise((resolve) => setTimeout(resolve, ACTIVE_PAUSE_MS));
    }
    throw new LocalError('ERR_INTERNAL', `The table ${tableName} did not become active.`);
  }
}

function keyOf(config: TableConfig | undefined, index: string | undefined): string | undefined {
  const indexes = [
    ...(config?.LocalSecondaryIndexes ?? []),
    ...(config?.GlobalSecondaryIndexes ?? []),
  ];
  const part = index === undefined ? config : indexes.find(({ IndexName }) => IndexName === index);
  return part?.KeySchema.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName;
}

/** dynalite wants a signature's form, not its value: who may call is decided before it is reached. */
function headers(operation: string, body: string): Record<string, string | number> {
  return {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': Buffer.byteLength(body),
    'x-amz-target': `DynamoDB_20120810.${operation}`,
    'x-amz-date': '20260101T000000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=local',
  };
}
