/** Reads the signature a request shows, from its `Authorization` header or its query. */
import {
  algorithm,
  parseQuery,
  type CredentialScope,
  type SignedHeaders,
} from './sigv4-canonical.ts';
import { refuse, type SignatureFailure } from './sigv4-failures.ts';

/** A signature as shown, not yet checked. */
export interface PresentedSignature {
  readonly presigned: boolean;
  readonly accessKeyId: string;
  readonly scope: CredentialScope;
  readonly signedHeaderNames: readonly string[];
  readonly signature: string;
  readonly amzDate: string;
  readonly signedAtMs: number;
  /** Of presigned requests. */
  readonly expiresInMs?: number;
  readonly sessionToken?: string;
  /** `X-Amz-Content-Sha256` of the query. */
  readonly contentSha256?: string;
}

type Failure = { readonly failure: SignatureFailure };

// documented: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html (7 days)
const maxExpiresSeconds = 604_800;

/** Reads the signature; `headers` has lower-case names. */
export function parsePresented(
  headers: SignedHeaders,
  rawQuery: string,
  service: string,
): PresentedSignature | Failure {
  const authorization = first(headers['authorization']);
  if (authorization !== undefined) return fromHeader(authorization, headers, service);
  const query = new Map(parseQuery(rawQuery));
  if (query.has('X-Amz-Algorithm') || query.has('X-Amz-Signature')) {
    return fromQuery(query, service);
  }
  // The query form of Signature Version 2, which current regions refuse.
  if (query.has('AWSAccessKeyId') && query.has('Signature')) return refuse(service, 'unsupported');
  return refuse(service, 'missing');
}

/** `YYYYMMDDTHHMMSSZ` of a time in milliseconds. */
export function formatAmzDate(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

function fromHeader(
  authorization: string,
  headers: SignedHeaders,
  service: string,
): PresentedSignature | Failure {
  const scheme = authorization.split(/\s/, 1)[0] ?? '';
  if (scheme !== algorithm) return refuse(service, 'unsupported');
  const fields = new Map(
    authorization
      .slice(scheme.length)
      .split(',')
      .map((field) => {
        const [name = '', ...value] = field.trim().split('=');
        return [name, value.join('=')] as const;
      }),
  );
  const missing = ['Credential', 'SignedHeaders', 'Signature'].filter((name) => !fields.get(name));
  if (missing.length > 0) {
    return refuse(service, 'malformed', {
      explanation:
        service === 's3'
          ? `the authorization header requires three components: Credential, SignedHeaders, and Signature.`
          : missing.map((name) => `Authorization header requires '${name}' parameter.`).join(' '),
    });
  }
  const amzDate = readDate(headers);
  if (amzDate === undefined) {
    return service === 's3'
      ? refuse(service, 'missing', {
          explanation: 'AWS authentication requires a valid Date or x-amz-date header',
        })
      : refuse(service, 'malformed', {
          explanation: `Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.`,
        });
  }
  const sessionToken = first(headers['x-amz-security-token']);
  return assemble(
    {
      presigned: false,
      signedHeaderNames: (fields.get('SignedHeaders') ?? '').toLowerCase().split(';'),
      signature: fields.get('Signature') ?? '',
      amzDate,
      ...(sessionToken !== undefined && { sessionToken }),
    },
    fields.get('Credential') ?? '',
    service,
  );
}

function fromQuery(
  query: ReadonlyMap<string, string>,
  service: string,
): PresentedSignature | Failure {
  const fail = (explanation: string): Failure =>
    refuse(service, 'malformed', { presigned: true, explanation });
  const names = ['Algorithm', 'Credential', 'Signature', 'Date', 'SignedHeaders', 'Expires'];
  if (names.some((name) => !query.get(`X-Amz-${name}`))) {
    return fail(
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    );
  }
  if (query.get('X-Amz-Algorithm') !== algorithm) {
    return fail(`X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"`);
  }
  const expires = query.get('X-Amz-Expires') ?? '';
  if (!/^-?\d+$/.test(expires)) return fail('X-Amz-Expires should be a number');
  if (Number(expires) < 0) return fail('X-Amz-Expires must be non-negative');
  if (Number(expires) > maxExpiresSeconds) {
    return fail(
      `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${maxExpiresSeconds} seconds`,
    );
  }
  const sessionToken = query.get('X-Amz-Security-Token');
  const contentSha256 = query.get('X-Amz-Content-Sha256');
  return assemble(
    {
      presigned: true,
      signedHeaderNames: (query.get('X-Amz-SignedHeaders') ?? '').toLowerCase().split(';'),
      signature: query.get('X-Amz-Signature') ?? '',
      amzDate: query.get('X-Amz-Date') ?? '',
      expiresInMs: Number(expires) * 1000,
      ...(sessionToken !== undefined && { sessionToken }),
      ...(contentSha256 !== undefined && { contentSha256 }),
    },
    query.get('X-Amz-Credential') ?? '',
    service,
  );
}

function assemble(
  shown: Omit<PresentedSignature, 'accessKeyId' | 'scope' | 'signedAtMs'>,
  credential: string,
  service: string,
): PresentedSignature | Failure {
  const { presigned } = shown;
  // An access key id may itself contain slashes, so the scope is the last four parts.
  const parts = credential.split('/');
  const [date, region, scopeService, terminator] = parts.slice(-4);
  if (parts.length < 5 || !date || !region || !scopeService || terminator !== 'aws4_request') {
    return refuse(service, 'malformed', {
      presigned,
      explanation:
        service === 's3'
          ? `the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".`
          : `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
    });
  }
  const signedAtMs = parseAmzDate(shown.amzDate);
  if (signedAtMs === undefined) {
    return refuse(service, 'malformed', {
      presigned,
      explanation: `X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd'T'HHmmss'Z'"`,
    });
  }
  const accessKeyId = parts.slice(0, -4).join('/');
  return { ...shown, accessKeyId, signedAtMs, scope: { date, region, service: scopeService } };
}

function readDate(headers: SignedHeaders): string | undefined {
  const amzDate = first(headers['x-amz-date']);
  if (amzDate !== undefined) return amzDate;
  const timeMs = Date.parse(first(headers['date']) ?? '');
  return Number.isNaN(timeMs) ? undefined : formatAmzDate(timeMs);
}

/** Milliseconds since the epoch; undefined when it is no `YYYYMMDDTHHMMSSZ`. */
export function parseAmzDate(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1);
  const timeMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(timeMs) ? undefined : timeMs;
}

function first(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0];
}
