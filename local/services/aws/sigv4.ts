/** Checks AWS Signature Version 4 on a request, in its header form and its presigned query form. */
import { timingSafeEqual } from 'node:crypto';
import type { CredentialStore, Principal } from './credentials.ts';
import {
  canonicalRequest,
  deriveSigningKey,
  sha256Hex,
  sign,
  splitTarget,
  stringToSign,
  type CredentialScope,
  type SignedHeaders,
} from './sigv4-canonical.ts';
import { refuse, type SignatureFailure } from './sigv4-failures.ts';
import { formatAmzDate, parsePresented, type PresentedSignature } from './sigv4-presented.ts';

export type { CredentialScope } from './sigv4-canonical.ts';
export type { FailureReason, SignatureFailure } from './sigv4-failures.ts';

/** A request as it came over the wire. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query exactly as received, still percent-encoded. */
  readonly url: string;
  /** Names in any case; Node's `headersDistinct` keeps repeated headers apart, as signing needs. */
  readonly headers: SignedHeaders;
  /** The hash the signer used, when the caller knows it; S3 reads `x-amz-content-sha256` by itself. */
  readonly payloadHash?: string;
  /** Hashed when `payloadHash` is absent; a text is hashed as UTF-8. */
  readonly body?: string | Uint8Array;
}

export interface VerifyOptions {
  readonly credentials: CredentialStore;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The service the credential scope must name: `s3`, `appsync`, `lambda`, `cognito-idp`, `dynamodb`. */
  readonly service: string;
  /** The region the scope must name; any when absent. */
  readonly region?: string;
  /** Says that temporary credentials have run out; the store's own answer when absent. */
  readonly isExpired?: (accessKeyId: string) => boolean;
}

/** Who signed, and with what: enough to check the signatures of later chunks. */
export interface VerifiedSignature {
  readonly failure?: undefined;
  readonly principal: Principal;
  readonly accessKeyId: string;
  readonly scope: CredentialScope;
  /** `YYYYMMDDTHHMMSSZ`. */
  readonly amzDate: string;
  readonly signingKey: Buffer;
  readonly signature: string;
  readonly payloadHash: string;
  readonly presigned: boolean;
}

export type Verification = VerifiedSignature | { readonly failure: SignatureFailure };

// documented: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html (RequestTimeTooSkewed, 15 minutes)
const s3SkewMs = 15 * 60_000;
// observed: https://github.com/architect/dynalite index.js quotes an answer of DynamoDB with "- 15 min."
const dynamoDbSkewMs = 15 * 60_000;
// observed: https://github.com/fabfuel/ecs-deploy/issues/126 ("- 5 min.")
const commonSkewMs = 5 * 60_000;
const SKEWS_MS: Readonly<Record<string, number>> = { s3: s3SkewMs, dynamodb: dynamoDbSkewMs };

/** Checks a request's signature; never throws, and never says more than AWS would. */
export function verifySignature(request: SignedRequest, options: VerifyOptions): Verification {
  const { service } = options;
  const headers = lowerCaseNames(request.headers);
  const presented = parsePresented(headers, splitTarget(request.url).query, service);
  if ('failure' in presented) return presented;
  const early =
    checkScope(presented, options) ??
    checkSignedHeaders(presented, headers, service) ??
    checkTime(presented, options);
  if (early) return early;

  const known = options.credentials.find(presented.accessKeyId);
  const unknown = known
    ? checkToken(presented, known.credentials.sessionToken, options)
    : unknownKey(presented, service);
  if (!known || unknown) return unknown ?? unknownKey(presented, service);

  const payloadHash = payloadHashOf(request, headers, presented, service);
  const canonical = canonicalRequest({
    method: request.method,
    url: request.url,
    headers,
    signedHeaderNames: presented.signedHeaderNames,
    payloadHash,
    service,
  });
  const text = stringToSign(presented.amzDate, presented.scope, canonical);
  const signingKey = deriveSigningKey(known.credentials.secretAccessKey, presented.scope);
  if (!equal(sign(signingKey, text), presented.signature)) {
    return mismatch(presented, service, text, canonical);
  }
  const { accessKeyId, scope, amzDate, signature, presigned } = presented;
  return {
    principal: known.principal,
    accessKeyId,
    scope,
    amzDate,
    signature,
    presigned,
    signingKey,
    payloadHash,
  };
}

function checkScope({ scope, amzDate, presigned }: PresentedSignature, options: VerifyOptions) {
  const { service, region } = options;
  const fail = (explanation: string, details?: Record<string, string>) =>
    refuse(service, 'wrong-scope', { presigned, explanation, ...(details && { details }) });
  if (scope.service !== service) {
    return fail(
      service === 's3'
        ? `incorrect service "${scope.service}". This endpoint belongs to "s3".`
        : `Credential should be scoped to correct service: '${service}'. `,
    );
  }
  if (region !== undefined && scope.region !== region) {
    if (service !== 's3') return fail('Credential should be scoped to a valid region. ');
    return fail(`the region '${scope.region}' is wrong; expecting '${region}'`, { Region: region });
  }
  if (!amzDate.startsWith(scope.date)) {
    return fail(
      service === 's3'
        ? `Invalid credential date "${scope.date}". This date is not the same as X-Amz-Date: "${amzDate.slice(0, 8)}".`
        : `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${scope.date}' != '${amzDate.slice(0, 8)}', from '${amzDate}'.`,
    );
  }
  return undefined;
}

function checkSignedHeaders(
  { signedHeaderNames }: PresentedSignature,
  headers: SignedHeaders,
  service: string,
) {
  const signed = new Set(signedHeaderNames);
  const missing = signed.has('host') ? [] : ['host'];
  if (service === 's3') {
    for (const name of Object.keys(headers)) {
      // observed: https://github.com/demarche-numerique/ds_proxy/pull/164 (x-amz-content-sha256 may stay unsigned)
      const exempt = !name.startsWith('x-amz-') || name === 'x-amz-content-sha256';
      if (!exempt && !signed.has(name)) missing.push(name);
    }
  }
  if (missing.length === 0) return undefined;
  return refuse(service, 'unsigned-headers', { details: { HeadersNotSigned: missing.join(', ') } });
}

function checkTime(presented: PresentedSignature, { now, service }: VerifyOptions) {
  const { signedAtMs, expiresInMs, amzDate, presigned } = presented;
  const skewMs = SKEWS_MS[service] ?? commonSkewMs;
  const ServerTime = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');
  if (expiresInMs !== undefined && now > signedAtMs + expiresInMs) {
    return refuse(service, 'expired', {
      details: {
        'X-Amz-Expires': String(expiresInMs / 1000),
        Expires: new Date(signedAtMs + expiresInMs).toISOString().replace(/\.\d+Z$/, 'Z'),
        ServerTime,
      },
    });
  }
  const late = expiresInMs === undefined && now - signedAtMs > skewMs;
  const early = signedAtMs - now > skewMs;
  if (!late && !early) return undefined;
  // assumed: a presigned URL from the future is refused with this text; the documents do not give one
  if (service === 's3' && presigned) {
    return refuse(service, 'expired', {
      explanation: 'Request is not valid yet',
      details: { ServerTime },
    });
  }
  const minutes = skewMs / 60_000;
  const edge = formatAmzDate(now + (late ? -skewMs : skewMs));
  const common = late
    ? `Signature expired: ${amzDate} is now earlier than ${edge} (${formatAmzDate(now)} - ${minutes} min.)`
    : `Signature not yet current: ${amzDate} is still later than ${edge} (${formatAmzDate(now)} + ${minutes} min.)`;
  return refuse(service, 'skewed', {
    ...(service !== 's3' && { explanation: common }),
    details: { RequestTime: amzDate, ServerTime, MaxAllowedSkewMilliseconds: String(skewMs) },
  });
}

function checkToken(
  presented: PresentedSignature,
  expected: string | undefined,
  options: VerifyOptions,
) {
  const { service, credentials, isExpired = credentials.isExpired } = options;
  if (expected !== undefined && presented.sessionToken === undefined) {
    return unknownKey(presented, service);
  }
  if (!equal(expected ?? '', presented.sessionToken ?? '')) {
    return refuse(service, 'invalid-token', {
      details: { 'Token-0': presented.sessionToken ?? '' },
    });
  }
  return isExpired(presented.accessKeyId) ? refuse(service, 'expired-token') : undefined;
}

function unknownKey({ accessKeyId }: PresentedSignature, service: string) {
  return refuse(service, 'unknown-key', { details: { AWSAccessKeyId: accessKeyId } });
}

function mismatch(presented: PresentedSignature, service: string, text: string, canonical: string) {
  const hexBytes = (bytes: Buffer): string => bytes.toString('hex').replace(/(..)(?=.)/g, '$1 ');
  const canonicalBytes = Buffer.from(canonical, 'latin1');
  return refuse(service, 'mismatch', {
    details: {
      AWSAccessKeyId: presented.accessKeyId,
      StringToSign: text,
      SignatureProvided: presented.signature,
      StringToSignBytes: hexBytes(Buffer.from(text)),
      CanonicalRequest: canonicalBytes.toString('utf8'),
      CanonicalRequestBytes: hexBytes(canonicalBytes),
    },
  });
}

function payloadHashOf(
  request: SignedRequest,
  headers: SignedHeaders,
  presented: PresentedSignature,
  service: string,
): string {
  if (request.payloadHash !== undefined) return request.payloadHash;
  if (service === 's3') {
    // documented: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
    const stated = presented.contentSha256 ?? headers['x-amz-content-sha256'];
    if (typeof stated === 'string') return stated;
    if (stated?.[0] !== undefined) return stated[0];
    if (presented.presigned) return 'UNSIGNED-PAYLOAD';
  }
  return sha256Hex(request.body ?? '');
}

function lowerCaseNames(headers: SignedHeaders): SignedHeaders {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name.toLowerCase(), value]),
  );
}

function equal(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
