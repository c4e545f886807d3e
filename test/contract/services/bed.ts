/** S3, DynamoDB, Cognito, Lambda, Athena and Glue behind one address, without a template: what `AWS_ENDPOINT_URL` points at. */
import path from 'node:path';
import { createGateway } from '../../../local/gateway.ts';
import { createEventBuses } from '../../../local/services/events/event-buses.ts';
import { createPutEventsApi } from '../../../local/services/events/put-events-api.ts';
import { silentLog, systemClock, type Clock } from '../../../local/host.ts';
import { listen } from '../../../local/http-server.ts';
import { createCredentialStore } from '../../../local/services/aws/credentials.ts';
import { createAthenaService } from '../../../local/services/athena/service.ts';
import { createCognitoService } from '../../../local/services/cognito/service.ts';
import { createDynamoDbService } from '../../../local/services/dynamodb/service.ts';
import { createGlueCatalog } from '../../../local/services/glue/catalog.ts';
import { createGlueApi } from '../../../local/services/glue/glue-api.ts';
import { createLambdaService } from '../../../local/services/lambda/lambda-service.ts';
import type { LogLine } from '../../../local/services/lambda/types.ts';
import { createS3Service } from '../../../local/services/s3/service.ts';
import { NOTES_TABLE } from './notes-table.ts';

export const REGION = 'us-east-1';
export const ACCOUNT = '000000000000';
export const ROOT = { accessKeyId: 'local', secretAccessKey: 'local' };
export const BUCKET = 'reports';
export const TABLE = 'notes';
export const DATABASE = 'measurements';
export const POOL_ID = `${REGION}_AbCdEfGhI`;
export const CLIENT_ID = '1example23456789';

const FIXTURES = path.resolve('local/services/lambda/fixtures');

export interface BedOptions {
  /** State; survives the bed. */
  readonly directory: string;
  readonly clock?: Clock;
  readonly onLog?: (line: LogLine) => void;
}

/** Starts them on a free port with a bucket, a table, a user pool and a function that notes what it is sent. */
export async function startBed({ directory, clock = systemClock, onLog }: BedOptions) {
  await using started = new AsyncDisposableStack();
  const server = started.use(
    await listen({
      ...{ host: '127.0.0.1', port: 0, purpose: 'services', option: '-', log: silentLog },
    }),
  );
  const shared = {
    clock,
    log: silentLog,
    region: REGION,
    accountId: ACCOUNT,
    credentials: createCredentialStore(ACCOUNT, ROOT),
  };
  const folder = (name: string): string => path.join(directory, name);

  const s3 = started.use(createS3Service({ ...shared, directory: folder('s3') }));
  s3.createBucket({ name: BUCKET, corsRules: [] });
  const dynamodb = started.use(
    await createDynamoDbService({
      ...shared,
      directory: folder('dynamodb'),
      authorize: () => undefined,
    }),
  );
  await dynamodb.ensureTable({ TableName: TABLE, ...NOTES_TABLE });
  const cognito = started.use(createCognitoService({ ...shared, directory: folder('cognito') }));
  const pool = cognito.createUserPool({
    id: POOL_ID,
    name: 'reports',
    groups: [{ name: 'admins', precedence: 1 }, { name: 'readers' }],
    usernameAttributes: ['email'],
    selfSignUp: true,
    clients: [
      {
        id: CLIENT_ID,
        name: 'web',
        preventUserExistenceErrors: 'ENABLED',
        authFlows: [
          ...['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH'],
          ...['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
        ],
      },
    ],
  });
  const origin = `http://127.0.0.1:${server.port}`;
  const lambda = started.use(
    createLambdaService({
      ...shared,
      directory: folder('lambda'),
      endpoints: () => ({ AWS_ENDPOINT_URL: origin }),
      ...(onLog ? { onLog } : {}),
    }),
  );
  for (const name of ['note', 'behave']) {
    lambda.createFunction({
      name,
      arn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`,
      codeDirectory: FIXTURES,
      handler: `${name}.handler`,
      runtime: 'nodejs24.x',
      timeoutMs: 10_000,
      memoryMb: 256,
      environment: { NOTES_FILE: folder('notes.txt') },
      roleArn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
      reservedConcurrency: 1,
    });
  }
  const deliver = (): Promise<void> => Promise.resolve(); // there are no rules
  const buses = started.use(createEventBuses({ ...shared, deliver }));
  const catalog = createGlueCatalog(clock.now());
  catalog.createDatabase({ Name: DATABASE });
  const athena = started.use(
    createAthenaService({
      ...shared,
      directory: folder('athena'),
      authorize: () => undefined,
      catalog,
      actFor: s3.actFor,
      publish: buses.publish,
      ready: Promise.resolve(),
    }),
  );
  server.serve(
    createGateway({
      s3: (req, res) => s3.handle(req, res),
      dynamodb: (req, res) => dynamodb.handle(req, res),
      lambda: (req, res) => lambda.handle(req, res),
      cognito: (req, res) => cognito.handle(req, res),
      eventbridge: createPutEventsApi({ ...shared, buses, authorize: () => undefined }),
      athena: athena.handle,
      glue: createGlueApi({ ...shared, catalog, authorize: () => undefined }),
    }),
  );
  const running = started.move();
  return {
    origin,
    notesFile: folder('notes.txt'),
    s3,
    dynamodb,
    pool,
    lambda,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

export type Bed = Awaited<ReturnType<typeof startBed>>;
