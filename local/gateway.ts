import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers one HTTP request. */
export type RequestHandler = (req: IncomingMessage, res: ServerResponse) => void | Promise<void>;

export interface AwsServices {
  readonly s3: RequestHandler;
  readonly dynamodb: RequestHandler;
  readonly lambda: RequestHandler;
  readonly cognito: RequestHandler;
}

const LAMBDA_PATH = /^\/\d{4}-\d\d-\d\d\/functions\b/;
const JWKS_PATH = /^\/[\w-]+_\w+\/\.well-known\//;

/**
 * One address for several AWS services, as `AWS_ENDPOINT_URL` wants it: the target header or the path tells
 * which service a request is for, and S3 takes the rest, as bucket names can be anything.
 */
export function createGateway(services: AwsServices): RequestHandler {
  return (req, res) => serviceOf(req, services)(req, res);
}

function serviceOf(req: IncomingMessage, services: AwsServices): RequestHandler {
  const target = String(req.headers['x-amz-target'] ?? '');
  const url = req.url ?? '/';
  if (target.startsWith('DynamoDB_')) return services.dynamodb;
  if (target.startsWith('AWSCognitoIdentityProviderService.')) return services.cognito;
  if (LAMBDA_PATH.test(url)) return services.lambda;
  if (JWKS_PATH.test(url)) return services.cognito;
  // A browser's preflight for Cognito names the header that the request itself will carry.
  const wanted = String(req.headers['access-control-request-headers'] ?? '').toLowerCase();
  if (req.method === 'OPTIONS' && wanted.includes('x-amz-target')) return services.cognito;
  return services.s3;
}
