import type { IncomingMessage, ServerResponse } from 'node:http';
import { isCognitoRequest } from './services/cognito/route.ts';
import { EVENTS_TARGET_PREFIX } from './services/events/put-events-api.ts';
import { meetFate, type HttpFate } from './services/http-fate.ts';

/** Answers one HTTP request. */
export type RequestHandler = (req: IncomingMessage, res: ServerResponse) => void | Promise<void>;

export interface AwsServices {
  readonly s3: RequestHandler;
  readonly dynamodb: RequestHandler;
  readonly lambda: RequestHandler;
  readonly cognito: RequestHandler;
  readonly eventbridge: RequestHandler;
}

/** Asked before every call; absent, all are served. */
export interface GatewayFaults {
  onCall?(service: keyof AwsServices, request: IncomingMessage): HttpFate | undefined;
}

const LAMBDA_PATH = /^\/\d{4}-\d\d-\d\d\/functions\b/;

/**
 * One address for several AWS services, as `AWS_ENDPOINT_URL` wants it: the target header or the path tells
 * which service a request is for, and S3 takes the rest, as bucket names can be anything.
 */
export function createGateway(services: AwsServices, faults: GatewayFaults = {}): RequestHandler {
  return (req, res) => {
    const service = serviceOf(req);
    const fate = faults.onCall?.(service, req);
    const serve = (): void | Promise<void> => services[service](req, res);
    return fate ? meetFate(fate, req, res, serve) : serve();
  };
}

function serviceOf(req: IncomingMessage): keyof AwsServices {
  if (isCognitoRequest(req)) return 'cognito';
  const target = String(req.headers['x-amz-target'] ?? '');
  if (target.startsWith('DynamoDB_')) return 'dynamodb';
  if (target.startsWith(EVENTS_TARGET_PREFIX)) return 'eventbridge';
  return LAMBDA_PATH.test(req.url ?? '/') ? 'lambda' : 's3';
}
