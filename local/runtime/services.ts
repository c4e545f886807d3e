import path from 'node:path';
import type { ResolvedStack } from '../assembly/resources.ts';
import type { AwsServices } from '../gateway.ts';
import type { Clock, Log } from '../host.ts';
import type { CredentialStore } from '../services/aws/credentials.ts';
import type { AccessControl } from '../services/aws/iam/access-control.ts';
import { createAthenaService, type AthenaService } from '../services/athena/service.ts';
import {
  createCognitoService,
  type CognitoService,
  type UserPool,
} from '../services/cognito/service.ts';
import type { DeliveredCode } from '../services/cognito/types.ts';
import { createDynamoDbService, type DynamoDbService } from '../services/dynamodb/service.ts';
import { createEventBuses, type EventBuses } from '../services/events/event-buses.ts';
import { createPutEventsApi } from '../services/events/put-events-api.ts';
import {
  type CallingSchedule,
  createEventsService,
  type EventsService,
} from '../services/events/service.ts';
import { createGlueCatalog } from '../services/glue/catalog.ts';
import { createGlueApi } from '../services/glue/glue-api.ts';
import { createLambdaService, type LambdaService } from '../services/lambda/lambda-service.ts';
import { createLogFiles } from '../services/lambda/log-files.ts';
import { createS3Service, type S3Service } from '../services/s3/service.ts';
import type { DemoUser } from './amplify-outputs.ts';
import { readWorkGroups } from './athena.ts';
import { readBuckets } from './buckets.ts';
import { readEventRules } from './event-rules.ts';
import type { CloudFaults } from './faults.ts';
import { readFunctions } from './functions.ts';
import { readCatalog } from './glue.ts';
import { refuseSchedule } from './iam/service-calls.ts';
import { readSchedules } from './schedules.ts';
import { readTables } from './tables.ts';
import { readUserPools } from './user-pools.ts';

/** The services a template's resources run on. */
export interface AwsServiceSet extends AsyncDisposable {
  readonly s3: S3Service;
  readonly dynamodb: DynamoDbService;
  readonly lambda: LambdaService;
  readonly cognito: CognitoService;
  readonly events: EventsService;
  readonly eventBuses: EventBuses;
  readonly athena: AthenaService;
  /** The template's user pools, by their ids. */
  readonly userPools: ReadonlyMap<string, UserPool>;
  readonly handlers: AwsServices;
  /** Where functions' logs are, one `<function>.log` each. */
  readonly logDirectory: string;
}

export interface ServicesOptions {
  readonly stack: ResolvedStack;
  readonly directory: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly credentials: CredentialStore;
  readonly access: AccessControl;
  /** Where functions find the services. */
  readonly awsOrigin: string;
  readonly demoUsers: readonly DemoUser[];
  /** Gets what the user pool would send by e-mail. */
  readonly onCode?: ((code: DeliveredCode) => void) | undefined;
  readonly faults: CloudFaults;
  /** Functions wait for this before they take up what an earlier run left, and schedules before they fire. */
  readonly ready: Promise<unknown>;
}

/** Starts S3, DynamoDB, Cognito, Lambda, EventBridge, Glue and Athena with what the template asks for. */
export async function startServices(options: ServicesOptions): Promise<AwsServiceSet> {
  const { stack, directory, clock, log, credentials, demoUsers, access } = options;
  const { authorize } = access;
  const { region, accountId } = stack.deployment;
  const shared = { clock, log, region, accountId, credentials };
  const folder = (name: string): string => path.join(directory, name);
  await using started = new AsyncDisposableStack();

  const s3 = started.use(createS3Service({ ...shared, authorize, directory: folder('s3') }));
  for (const bucket of readBuckets(stack)) s3.createBucket(bucket);

  const dynamodb = started.use(
    await createDynamoDbService({ ...shared, authorize, directory: folder('dynamodb') }),
  );
  for (const table of readTables(stack)) await dynamodb.ensureTable(table);

  const cognito = started.use(
    createCognitoService({
      ...shared,
      authorizer: authorize,
      directory: folder('cognito'),
      ...(options.onCode ? { onCode: options.onCode } : {}),
    }),
  );
  const userPools = new Map<string, UserPool>();
  for (const config of readUserPools(stack)) {
    const pool = cognito.createUserPool(config);
    for (const { username, password } of demoUsers) pool.createUser({ email: username, password });
    userPools.set(config.id, pool);
  }

  const logDirectory = folder('logs');
  const logFiles = started.use(createLogFiles(logDirectory));
  // After the others, and so stopped before them: functions use them all.
  const lambda = started.use(
    createLambdaService({
      ...shared,
      directory: folder('lambda'),
      authorize,
      ready: options.ready,
      faults: options.faults.invocations,
      onLog(line) {
        logFiles.write(line);
        log.info(line.line, { function: line.functionName });
      },
      endpoints: () => ({ AWS_ENDPOINT_URL: options.awsOrigin }),
    }),
  );
  for (const config of readFunctions(stack, folder('inline-code'))) lambda.createFunction(config);

  const events = started.use(
    createEventsService({
      ...shared,
      ready: options.ready,
      deliver: (arn, message, by) => invokeFor(by, arn, message),
    }),
  );
  for (const config of readSchedules(stack)) events.createSchedule(config);

  const eventBuses = started.use(
    createEventBuses({
      ...shared,
      deliver: (arn, message, rule) =>
        arn.split(':')[2] === 'logs'
          ? Promise.resolve(log.info(message, { logGroup: arn.split(':')[6] }))
          : invokeFor({ kind: 'rule', arn: rule.arn, roleArn: undefined }, arn, message),
    }),
  );
  const { buses, rules } = readEventRules(stack);
  for (const name of buses) eventBuses.createBus(name);
  for (const rule of rules) eventBuses.createRule(rule);

  const catalog = createGlueCatalog(clock.now());
  const { databases, tables } = readCatalog(stack);
  for (const database of databases) catalog.createDatabase(database);
  for (const table of tables) catalog.createTable(table);
  const athena = started.use(
    createAthenaService({
      ...shared,
      directory: folder('athena'),
      authorize,
      catalog,
      actFor: s3.actFor,
      publish: eventBuses.publish,
      ready: options.ready,
      faults: options.faults.queries,
    }),
  );
  for (const group of readWorkGroups(stack)) athena.createWorkGroup(group);

  const running = started.move();
  const handlers: AwsServices = {
    s3: (req, res) => s3.handle(req, res),
    dynamodb: (req, res) => dynamodb.handle(req, res),
    lambda: (req, res) => lambda.handle(req, res),
    cognito: (req, res) => cognito.handle(req, res),
    eventbridge: createPutEventsApi({ ...shared, buses: eventBuses, authorize }),
    athena: athena.handle,
    glue: createGlueApi({ ...shared, catalog, authorize }),
  };
  return {
    s3,
    dynamodb,
    lambda,
    cognito,
    events,
    eventBuses,
    athena,
    userPools,
    handlers,
    logDirectory,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };

  async function invokeFor(by: CallingSchedule, arn: string, message: string): Promise<void> {
    const refusal = refuseSchedule(access, by, arn);
    if (refusal !== undefined) throw new Error(refusal);
    await invokeLater(lambda, arn, message);
  }
}

/** Puts an event into a function's queue, with its retries and destinations. */
async function invokeLater(lambda: LambdaService, arn: string, message: string): Promise<void> {
  const result = await lambda.invoke(arn, message, { type: 'Event' });
  if (result.kind === 'refused') throw new Error(result.refusal.message);
}
