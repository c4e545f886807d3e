import { rm } from 'node:fs/promises';
import path from 'node:path';
import { readStack } from '../assembly/template.ts';
import { resolveStack, type ResolvedStack } from '../assembly/resources.ts';
import { synthesise } from '../assembly/synthesise.ts';
import { createGateway } from '../gateway.ts';
import type { Clock, Log } from '../host.ts';
import { listen } from '../http-server.ts';
import { lockState } from '../state-lock.ts';
import type { DeliveredCode } from '../services/cognito/types.ts';
import {
  createCredentialStore,
  type CredentialStore,
  type Credentials,
} from '../services/aws/credentials.ts';
import { createAccessControl, type AccessControl } from '../services/aws/iam/access-control.ts';
import { amplifyOutputs, type DemoUser } from './amplify-outputs.ts';
import { handleFaultsRequest, isFaultsRequest } from '../faults/control.ts';
import type { FaultControl } from '../faults/engine.ts';
import { startApi, type ApiLimits, type RunningApi } from './api.ts';
import { createCloudFaults } from './faults.ts';
import { readAccessRules } from './iam/access-rules.ts';
import { checkAccess } from './iam/boot-checks.ts';
import { handleGrantsRequest, isGrantsRequest } from './iam/grants-endpoint.ts';
import { runSeed } from './seed.ts';
import { createStsService, isStsRequest } from '../services/sts/service.ts';
import { startServices, type AwsServiceSet } from './services.ts';
import { createSite } from './site.ts';
import { readSiteHeaders } from './site-headers.ts';

/** The account of a cloud that has none; no real account has this number. */
const ACCOUNT_ID = '000000000000';
/** Of faults: what happens by chance is the same in each run, unless told otherwise. */
const DEFAULT_SEED = 1;

/** A stack and where to run it. Directories are relative to `root`; a port of 0 is any free one. */
export interface CloudOptions {
  /** Where the CDK app and its inputs are. */
  readonly root: string;
  /** The CDK app, relative to `root`. */
  readonly app: string;
  /** Context values of the app: `-c name=value` of the CDK CLI. */
  readonly context?: Readonly<Record<string, string>>;
  /** What else a synthesis reads, relative to `root`; by default this project's folders. */
  readonly appInputs?: readonly string[];
  readonly stackName?: string;
  readonly region: string;
  /** Where synthesised assemblies are kept from run to run. */
  readonly assemblyDirectory: string;
  /** Tables, objects, users and queues, kept from run to run. */
  readonly stateDirectory: string;
  /** Empties the state first. */
  readonly fresh: boolean;
  readonly host: string;
  readonly apiPort: number;
  readonly awsPort: number;
  /** Keys with which any SDK is the account's root. */
  readonly rootCredentials: Credentials;
  /** Users made in every pool, told to the page. */
  readonly demoUsers?: readonly DemoUser[];
  /** Gets what the user pool would send by e-mail; told to the page. */
  readonly onCode?: (code: DeliveredCode) => void;
  /** A script that puts in what the stack needs beside its resources, relative to `root`. */
  readonly seed?: string;
  /** The built page, served beside the API. */
  readonly site?: Promise<string>;
  readonly clock: Clock;
  readonly log: Log;
  readonly apiLimits?: ApiLimits;
  /** What goes wrong on purpose once the cloud is up: docs/faults.md. */
  readonly faults?: { readonly specs: readonly string[]; readonly seed?: number };
}

/** A stack running on this machine. Disposing it stops everything in an order in which nothing is cut off. */
export interface LocalCloud extends AsyncDisposable {
  readonly stack: ResolvedStack;
  /** `http://localhost:<port>`: the page, `/graphql` and `/graphql/realtime`. */
  readonly apiOrigin: string;
  /** `http://127.0.0.1:<port>`: the AWS services but AppSync, for `AWS_ENDPOINT_URL`. */
  readonly awsOrigin: string;
  readonly services: AwsServiceSet;
  readonly api: RunningApi | undefined;
  /** Who may do what, and what has been asked of it so far. */
  readonly access: AccessControl;
  /** What goes wrong on purpose. */
  readonly faults: FaultControl;
  /** Amplify's configuration for this cloud. */
  readonly amplifyOutputs: Record<string, unknown>;
  /** Whether the assembly had to be made anew. */
  readonly synthesised: boolean;
}

/** Synthesises the app, starts what its template asks for, and listens. Throws `LocalError`. */
export async function startCloud(options: CloudOptions): Promise<LocalCloud> {
  const { root, host, log, clock, region, demoUsers = [] } = options;
  await using started = new AsyncDisposableStack();
  const stateDirectory = path.resolve(root, options.stateDirectory);
  started.use(lockState(stateDirectory));
  const apiServer = started.use(
    await listen({ host, port: options.apiPort, purpose: 'page and API', option: '--port', log }),
  );
  const awsServer = started.use(
    await listen({
      host,
      port: options.awsPort,
      purpose: 'AWS services',
      option: '--aws-port',
      log,
    }),
  );
  const name = host === '127.0.0.1' ? 'localhost' : host;
  const apiOrigin = `http://${name}:${apiServer.port}`;
  // An address and not a name: the S3 client then puts the bucket in the path by itself.
  const awsOrigin = `http://${host}:${awsServer.port}`;

  const assembly = await synthesise({
    root,
    app: options.app,
    ...(options.appInputs ? { inputs: options.appInputs } : {}),
    ...(options.context ? { context: options.context } : {}),
    directory: path.resolve(root, options.assemblyDirectory),
  });
  const files = await readStack(assembly.directory, options.stackName);
  const stack = resolveStack(files, { accountId: ACCOUNT_ID, region, apiOrigin });

  const stackState = path.join(stateDirectory, stack.deployment.stackName);
  if (options.fresh) await rm(stackState, { recursive: true, force: true });
  const faults = createCloudFaults(
    { clock, log, seed: options.faults?.seed ?? DEFAULT_SEED },
    () => credentials,
  );
  const credentials: CredentialStore = createCredentialStore(
    ACCOUNT_ID,
    options.rootCredentials,
    faults.expiry,
  );
  const { rules, warnings } = readAccessRules(stack);
  const access = createAccessControl({
    rules,
    log,
    region,
    accountId: ACCOUNT_ID,
    now: () => clock.now(),
  });
  for (const warning of [...warnings, ...checkAccess(stack, access)]) log.warn(warning);
  const shared = { stack, clock, log, credentials, access, faults };
  // Events an earlier run left must not run before the API they announce to.
  const ready = Promise.withResolvers<undefined>();
  const services = started.use(
    await startServices({
      ...shared,
      directory: stackState,
      awsOrigin,
      demoUsers,
      onCode: options.onCode,
      ready: ready.promise,
    }),
  );
  const gateway = createGateway(services.handlers, faults.calls(credentials));
  const sts = createStsService({ credentials, access, region });
  awsServer.serve((req, res) => {
    if (isFaultsRequest(req)) return handleFaultsRequest(faults.engine, req, res);
    if (isGrantsRequest(req)) return handleGrantsRequest(access.journal, req, res);
    return isStsRequest(req) ? sts(req, res) : gateway(req, res);
  });
  const api = startApi({ ...shared, services, limits: options.apiLimits ?? {} });
  if (api) started.use(api);

  faults.drive({
    cutSockets: (isChosen) => api?.realtime.cutSockets(isChosen) ?? 0,
    setScheduleEveryMs: (everyMs) => services.events.setEveryMs(everyMs),
  });
  started.defer(() => faults.engine.clear()); // first of all: what a fault holds back is let go

  const outputs = amplifyOutputs(
    stack,
    { apiOrigin, awsOrigin },
    { demoUsers, showsCodes: options.onCode !== undefined },
  );
  const site = createSite({
    directory: options.site,
    documents: { '/amplify_outputs.json': outputs },
    headers: readSiteHeaders(stack, awsOrigin),
  });
  apiServer.serve((req, res) =>
    api && /^\/graphql(\?|$)/.test(req.url ?? '') ? api.handle(req, res) : site(req, res),
  );
  if (api) apiServer.serveUpgrades(api.handleUpgrade);

  if (options.seed !== undefined) {
    await runSeed({
      root,
      script: options.seed,
      outputs: stack.outputs,
      awsOrigin,
      region,
      credentials: options.rootCredentials,
    });
  }
  // Only now: what is seeded is not to fail.
  if (options.faults) faults.engine.set(options.faults.specs);
  ready.resolve(undefined);
  const running = started.move();
  return {
    stack,
    apiOrigin,
    awsOrigin,
    services,
    api,
    access,
    faults: faults.engine,
    amplifyOutputs: outputs,
    synthesised: assembly.fresh,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
