/** Amazon S3 over HTTP, with its objects on disk. */
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { availableParallelism } from 'node:os';
import { LocalError, toError } from '../../errors.ts';
import type { Clock, Log } from '../../host.ts';
import type { CredentialStore, Principal } from '../aws/credentials.ts';
import type { Authorize, ContextKeys } from '../aws/iam/types.ts';
import { accessDeniedMessage } from '../aws/iam/words.ts';
import { verifySignature, type VerifiedSignature } from '../aws/sigv4.ts';
import { openBucket, type Bucket } from './bucket.ts';
import type { Call } from './call.ts';
import { answerPreflight, setCorsHeaders, type CorsRule } from './cors.ts';
import { createDigestThreads, type DigestThreads } from './digest-threads.ts';
import { s3Error, S3Error, signatureError } from './errors.ts';
import { createLifecycle, type LifecycleRule } from './lifecycle.ts';
import { idleTimeoutMs } from './limits.ts';
import { createObjectAccess, type ObjectAccess } from './objects.ts';
import { readRequest, type S3Request } from './request.ts';
import { requestKeys } from './request-keys.ts';
import { findOperation } from './router.ts';
import { writeXml } from './xml.ts';

export type { CorsRule } from './cors.ts';
export type { LifecycleRule } from './lifecycle.ts';

export interface S3ServiceOptions {
  /** Where objects live; made when absent. One process at a time. */
  readonly directory: string;
  readonly credentials: CredentialStore;
  readonly clock: Clock;
  /** The region signatures must name. */
  readonly region: string;
  readonly log: Log;
  /** IAM's answer; everything is allowed when absent. Resources are `arn:aws:s3:::bucket[/key]` or `*`. */
  readonly authorize?: Authorize;
  /** How long a sender may be silent, in real milliseconds. */
  readonly idleTimeoutMs?: number;
}

/** A bucket as the template describes it. */
export interface BucketConfig {
  readonly name: string;
  readonly corsRules: readonly CorsRule[];
  readonly lifecycleRules?: readonly LifecycleRule[];
}

export interface S3Service extends AsyncDisposable {
  /** Answers one request. Never rejects. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Makes a bucket, or opens the one an earlier process left; again, it only changes the rules. */
  createBucket(config: BucketConfig): void;
  /** What another service does with objects for somebody, by their permissions. */
  actFor(principal: Principal, keys: ContextKeys): ObjectAccess;
}

interface State {
  readonly buckets: Map<string, Bucket>;
  readonly corsRules: Map<string, readonly CorsRule[]>;
  readonly digestThreads: DigestThreads | undefined;
}

/** What the log tells of a request. */
interface Trace {
  operation?: string;
  error?: string;
}

/** S3 for the buckets it is told of. Stopping ends every request under way. */
export function createS3Service(options: S3ServiceOptions): S3Service {
  const { directory, clock, log } = options;
  mkdirSync(directory, { recursive: true });
  // On a single core a thread gains nothing; four hash as much as the sockets bring.
  const cores = Math.min(4, availableParallelism());
  const digestThreads = cores > 1 ? createDigestThreads(cores) : undefined;
  const state: State = { buckets: new Map(), corsRules: new Map(), digestThreads };
  const lifecycle = createLifecycle(options);
  const underWay = new Map<ServerResponse, Promise<void>>();

  return {
    createBucket({ name, corsRules, lifecycleRules = [] }) {
      // documented: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
      if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) || name.includes('..')) {
        throw new LocalError('ERR_TEMPLATE_INVALID', `"${name}" is no S3 bucket name.`);
      }
      state.corsRules.set(name, corsRules);
      const bucket = state.buckets.get(name) ?? openBucket(directory, name, clock.now());
      state.buckets.set(name, bucket);
      lifecycle.watch(bucket, lifecycleRules);
    },
    actFor: (principal, keys) =>
      createObjectAccess({
        buckets: state.buckets,
        principal,
        keys,
        authorize: options.authorize,
        now: () => clock.now(),
      }),
    async handle(message, response) {
      const startedAtMs = performance.now();
      const trace: Trace = {};
      const answered = answer(options, state, message, response, trace);
      underWay.set(response, answered);
      await answered;
      underWay.delete(response);
      const [path] = (message.url ?? '').split('?');
      const ms = Math.round(performance.now() - startedAtMs);
      log.info('s3', { ...trace, method: message.method, path, status: response.statusCode, ms });
    },
    async [Symbol.asyncDispose]() {
      lifecycle[Symbol.dispose]();
      for (const response of underWay.keys()) response.destroy();
      await Promise.all(underWay.values());
      await digestThreads?.[Symbol.asyncDispose]();
    },
  };
}

async function answer(
  options: S3ServiceOptions,
  state: State,
  message: IncomingMessage,
  response: ServerResponse,
  trace: Trace,
): Promise<void> {
  setIdentity(response);
  try {
    const request = readRequest(message);
    const rules = state.corsRules.get(request.bucket ?? '');
    if (request.method === 'OPTIONS') {
      trace.operation = 'Preflight';
      return answerPreflight(request, response, rules);
    }
    setCorsHeaders(request, response, rules ?? []);
    const signature = authenticate(options, request);
    await dispatch(createCall(options, state, request, response, signature), trace);
  } catch (thrown) {
    answerError(options.log, message, response, toError(thrown), trace);
  }
}

function authenticate({ credentials, clock, region }: S3ServiceOptions, request: S3Request) {
  const result = verifySignature(
    { method: request.method, url: request.url, headers: request.body.headersDistinct },
    { credentials, now: clock.now(), service: 's3', region },
  );
  if (result.failure) throw signatureError(result.failure);
  const isStated = request.headers.has('x-amz-content-sha256') || result.presigned;
  if (!isStated) {
    throw s3Error(
      'InvalidRequest',
      {},
      'Missing required header for this request: x-amz-content-sha256',
    );
  }
  return result;
}

function createCall(
  options: S3ServiceOptions,
  state: State,
  request: S3Request,
  response: ServerResponse,
  signature: VerifiedSignature,
): Call {
  const { principal } = signature;
  const keys = () => requestKeys(request, signature, options.clock.now());
  return {
    request,
    response,
    signature,
    mayDo: (action, bucket, key) =>
      !options.authorize?.(principal, action, resourceArn(bucket, key), { keys, isProbe: true }),
    buckets: state.buckets,
    nowMs: options.clock.now(),
    idleTimeoutMs: options.idleTimeoutMs ?? idleTimeoutMs,
    digestThreads: state.digestThreads,
    allow(action, bucket, key) {
      const resource = resourceArn(bucket, key);
      const denial = options.authorize?.(principal, action, resource, { keys });
      if (!denial) return;
      // documented: https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html (the resource in quotes)
      const message = accessDeniedMessage(principal.arn, action, `"${resource}"`, denial);
      throw s3Error('AccessDenied', {}, message);
    },
  };
}

function resourceArn(bucket?: string, key?: string): string {
  if (bucket === undefined) return '*';
  return `arn:aws:s3:::${bucket}${key === undefined ? '' : `/${key}`}`;
}

async function dispatch(call: Call, trace: Trace): Promise<void> {
  const operation = findOperation(call.request);
  trace.operation = operation.name;
  if (operation.level === 'service') return operation.run(call);
  const { bucket: name = '', key = '' } = call.request;
  const bucket = call.buckets.get(name);
  if (!bucket) throw s3Error('NoSuchBucket', { BucketName: name });
  if (operation.level === 'bucket') return operation.run({ ...call, bucket });
  return operation.run({ ...call, bucket, key });
}

function answerError(
  log: Log,
  message: IncomingMessage,
  response: ServerResponse,
  error: Error,
  trace: Trace,
): void {
  if (response.headersSent || response.destroyed || message.errored) {
    // The caller left, or the answer is already under way: a broken connection is all there is to say.
    trace.error = 'aborted';
    if (response.headersSent && !response.destroyed) {
      log.error('s3 could not finish an answer', { error: error.message });
    }
    response.destroy();
    return;
  }
  const known = error instanceof S3Error ? error : s3Error('InternalError');
  if (known !== error) log.error('s3 failed', { error: error.stack ?? error.message });
  trace.error = known.code;
  for (const name of response.getHeaderNames()) {
    if (!/^(?:x-amz-request-id|x-amz-id-2|server|access-control-.*|vary)$/.test(name)) {
      response.removeHeader(name);
    }
  }
  // The rest of a body that stopped coming would be taken for the next request.
  if (known.code === 'RequestTimeout') response.setHeader('Connection', 'close');
  if (message.method === 'HEAD') {
    response.writeHead(known.status).end();
    return;
  }
  const body = writeXml('Error', {
    Code: known.code,
    Message: known.message,
    ...known.details,
    RequestId: String(response.getHeader('x-amz-request-id')),
    HostId: String(response.getHeader('x-amz-id-2')),
  });
  response.writeHead(known.status, {
    'Content-Type': 'application/xml',
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(body);
}

function setIdentity(response: ServerResponse): void {
  response.setHeader('x-amz-request-id', randomBytes(8).toString('hex').toUpperCase());
  response.setHeader('x-amz-id-2', randomBytes(56).toString('base64'));
  response.setHeader('Server', 'AmazonS3');
}
