import type { IncomingMessage, ServerResponse } from 'node:http';
import { isCognitoRequest } from './services/cognito/route.ts';

/** Answers one HTTP request. */
export type RequestHandler = (req: IncomingMessage, res: ServerResponse) => void | Promise<void>;

export interface AwsServices {
  readonly s3: RequestHandler;
  readonly dynamodb: RequestHandler;
  readonly lambda: RequestHandler;
  readonly cognito: RequestHandler;
}

const LAMBDA_PATH = /^\/\d{4}-\d\d-\d\d\/functions\b/;

/**
 * One address for several AWS services, as `AWS_ENDPOINT_URL` wants it: the target header or the path tells
 * which service a request is for, and S3 takes the rest, as bucket names can be anything.
 */
export function createGateway(services: AwsServices): RequestHandler {
  return (req, res) => serviceOf(req, services)(req, res);
}

function serviceOf(req: IncomingMessage, services: AwsServices): RequestHandler {
  if (isCognitoRequest(req)) return services.cognito;
  if (String(req.headers['x-amz-target'] ?? '').startsWith('DynamoDB_')) return services.dynamodb;
  if (LAMBDA_PATH.test(req.url ?? '/')) return services.lambda;
  return services.s3;
}
