import type { ContextKeys } from '../aws/iam/types.ts';
import type { VerifiedSignature } from '../aws/sigv4.ts';
import { parseAmzDate } from '../aws/sigv4-presented.ts';
import type { S3Request } from './request.ts';

/** Of a header of the same name. */
const HEADER_KEYS = [
  'x-amz-acl',
  'x-amz-content-sha256',
  'x-amz-copy-source',
  'x-amz-metadata-directive',
  'x-amz-server-side-encryption',
  'x-amz-storage-class',
];

/** What a request tells IAM of itself. */
// documented: https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html (authType, signatureversion, signatureAge)
// documented: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html (the others)
export function requestKeys(
  { query, headers, body }: S3Request,
  { presigned, amzDate }: VerifiedSignature,
  nowMs: number,
): ContextKeys {
  const ofHeaders = HEADER_KEYS.map((name) => [`s3:${name}`, headers.get(name)] as const);
  return {
    ...Object.fromEntries(ofHeaders),
    's3:prefix': query.get('prefix'),
    's3:delimiter': query.get('delimiter'),
    's3:max-keys': query.get('max-keys'),
    's3:authType': presigned ? 'REST-QUERY-STRING' : 'REST-HEADER',
    's3:signatureversion': 'AWS4-HMAC-SHA256',
    's3:signatureAge': String(Math.max(0, nowMs - (parseAmzDate(amzDate) ?? nowMs))),
    'aws:SourceIp': body.socket.remoteAddress,
    'aws:UserAgent': headers.get('user-agent'),
    'aws:Referer': headers.get('referer'),
  };
}
