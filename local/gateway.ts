import type { IncomingMessage, ServerResponse } from 'node:http';
import { ATHENA_TARGET_PREFIX } from './services/athena/athena-api.ts';
import { isCognitoRequest } from './services/cognito/route.ts';
import { EVENTS_TARGET_PREFIX } from './services/events/put-events-api.ts';
import { GLUE_TARGET_PREFIX } from './services/glue/glue-api.ts';
import { meetFate, type HttpFate } from './services/http-fate.ts';
import { refuseUnknownService, signedService } from './services/aws/unknown-service.ts';

/** Answers one HTTP request. */
export type RequestHandler = (req: IncomingMessage, res: ServerResponse) => void | Promise<void>;

export interface AwsServices {
  readonly s3: RequestHandler;
  readonly dynamodb: RequestHandler;
  readonly lambda: RequestHandler;
  readonly cognito: RequestHandler;
  readonly eventbridge: RequestHandler;
  readonly athena: RequestHandler;
  readonly glue: RequestHandler;
}

/** Asked before every call; absent, all are served. */
export interface GatewayFaults {
  onCall?(service: keyof AwsServices, request: IncomingMessage): HttpFate | undefined;
}

const LAMBDA_PATH = /^\/\d{4}-\d\d-\d\d\/functions\b/;
/** As signatures name the services. */
const SIGNED_FOR: Readonly<Partial<Record<string, keyof AwsServices>>> = {
  s3: 's3',
  dynamodb: 'dynamodb',
  lambda: 'lambda',
  'cognito-idp': 'cognito',
  events: 'eventbridge',
  athena: 'athena',
  glue: 'glue',
};

/**
 * One address for several AWS services, as `AWS_ENDPOINT_URL` wants it. The scope of its signature says which service
 * a request is for; without one its target header or path does, and S3 takes the rest, as bucket names can be anything.
 */
export function createGateway(services: AwsServices, faults: GatewayFaults = {}): RequestHandler {
  return (req, res) => {
    const signedFor = signedService(req);
    const service = signedFor === undefined ? serviceOf(req) : SIGNED_FOR[signedFor];
    if (!service) {
      return refuseUnknownService(signedFor ?? '', Object.keys(SIGNED_FOR), req, res);
    }
    const fate = faults.onCall?.(service, req);
    const serve = (): void | Promise<void> => services[service](req, res);
    return fate ? meetFate(fate, req, res, serve) : serve();
  };
}

/** Of requests without a signature: Cognito's users have none, and the others refuse them in their own words. */
function serviceOf(req: IncomingMessage): keyof AwsServices {
  if (isCognitoRequest(req)) return 'cognito';
  const target = String(req.headers['x-amz-target'] ?? '');
  if (target.startsWith('DynamoDB_')) return 'dynamodb';
  if (target.startsWith(EVENTS_TARGET_PREFIX)) return 'eventbridge';
  if (target.startsWith(ATHENA_TARGET_PREFIX)) return 'athena';
  if (target.startsWith(GLUE_TARGET_PREFIX)) return 'glue';
  return LAMBDA_PATH.test(req.url ?? '/') ? 'lambda' : 's3';
}
