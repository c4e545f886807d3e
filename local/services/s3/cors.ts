/** Cross-origin rules of a bucket: the preflight's answer and the headers of the requests that follow. */
import type { ServerResponse } from 'node:http';
import { s3Error } from './errors.ts';
import type { S3Request } from './request.ts';

/** One rule, as the template states it in plain words. */
export interface CorsRule {
  readonly id?: string;
  /** With at most one `*` each. */
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly string[];
  /** With at most one `*` each. */
  readonly allowedHeaders?: readonly string[];
  readonly exposedHeaders?: readonly string[];
  readonly maxAgeSeconds?: number;
}

interface Asked {
  readonly origin: string;
  readonly method: string;
  readonly headers: readonly string[];
}

/** Answers `OPTIONS`; throws the refusals S3 gives. `rules` is undefined when there is no such bucket. */
export function answerPreflight(
  { headers, key }: S3Request,
  response: ServerResponse,
  rules: readonly CorsRule[] | undefined,
): void {
  const origin = headers.get('origin');
  if (origin === undefined) {
    throw s3Error('BadRequest', {}, 'Insufficient information. Origin request header needed.');
  }
  const method = headers.get('access-control-request-method') ?? '';
  if (!/^(?:GET|PUT|POST|DELETE|HEAD)$/.test(method)) {
    const message = `Invalid Access-Control-Request-Method: ${method === '' ? 'null' : method}`;
    throw s3Error('BadRequest', {}, message);
  }
  const details = { Method: method, ResourceType: key === undefined ? 'BUCKET' : 'OBJECT' };
  // documented: https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors-troubleshooting.html
  if (!rules) throw s3Error('AccessForbidden', details, 'CORSResponse: Bucket not found');
  if (rules.length === 0) {
    throw s3Error('AccessForbidden', details, 'CORSResponse: CORS is not enabled for this bucket.');
  }
  const asked = {
    origin,
    method,
    headers: splitList(headers.get('access-control-request-headers')),
  };
  const rule = rules.find((each) => matches(each, asked));
  if (!rule) {
    throw s3Error(
      'AccessForbidden',
      details,
      "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
    );
  }
  setRuleHeaders(response, rule, asked);
  if (asked.headers.length > 0) {
    response.setHeader('Access-Control-Allow-Headers', asked.headers.join(', ').toLowerCase());
  }
  response.setHeader('Content-Length', 0);
  response.writeHead(200).end();
}

/** Sets what a browser needs to see the answer of an actual request; nothing when no rule matches. */
export function setCorsHeaders(
  { headers, method }: S3Request,
  response: ServerResponse,
  rules: readonly CorsRule[],
): void {
  const origin = headers.get('origin');
  if (origin === undefined) return;
  const asked = { origin, method, headers: [] };
  const rule = rules.find((each) => matches(each, asked));
  if (rule) setRuleHeaders(response, rule, asked);
}

// documented: https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html#cors-eval-criteria (first match wins)
function matches(rule: CorsRule, asked: Asked): boolean {
  const allowed = rule.allowedHeaders ?? [];
  return (
    rule.allowedOrigins.some((pattern) => matchesPattern(pattern, asked.origin)) &&
    rule.allowedMethods.includes(asked.method) &&
    asked.headers.every((header) =>
      allowed.some((pattern) => matchesPattern(pattern.toLowerCase(), header.toLowerCase())),
    )
  );
}

// documented: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTOPTIONSobject.html
function setRuleHeaders(response: ServerResponse, rule: CorsRule, { origin }: Asked): void {
  const matched = rule.allowedOrigins.find((pattern) => matchesPattern(pattern, origin));
  const isAny = matched === '*';
  response.setHeader('Access-Control-Allow-Origin', isAny ? '*' : origin);
  if (!isAny) response.setHeader('Access-Control-Allow-Credentials', 'true');
  response.setHeader('Access-Control-Allow-Methods', rule.allowedMethods.join(', '));
  if (rule.exposedHeaders?.length) {
    response.setHeader('Access-Control-Expose-Headers', rule.exposedHeaders.join(', '));
  }
  if (rule.maxAgeSeconds !== undefined) {
    response.setHeader('Access-Control-Max-Age', rule.maxAgeSeconds);
  }
  response.setHeader(
    'Vary',
    'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  );
}

function matchesPattern(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text;
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  const isLongEnough = text.length >= before.length + after.length;
  return isLongEnough && text.startsWith(before) && text.endsWith(after);
}

function splitList(header: string | undefined): string[] {
  return (header ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
