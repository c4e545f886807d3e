/** S3's error answers. */
import type { SignatureFailure } from '../aws/sigv4.ts';

type Entry = readonly [status: number, message: string];

// documented: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
const table = {
  // documented: https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
  AccessControlListNotSupported: [400, 'The bucket does not allow ACLs'],
  AccessDenied: [403, 'Access Denied'],
  AccessForbidden: [403, 'CORSResponse: This CORS request is not allowed.'],
  BadDigest: [400, 'The Content-MD5 you specified did not match what we received.'],
  BadRequest: [400, 'Bad Request'],
  EntityTooLarge: [400, 'Your proposed upload exceeds the maximum allowed size'],
  EntityTooSmall: [400, 'Your proposed upload is smaller than the minimum allowed size'],
  IncompleteBody: [400, 'The request body terminated unexpectedly'],
  InternalError: [500, 'We encountered an internal error. Please try again.'],
  InvalidArgument: [400, 'Invalid Argument'],
  InvalidBucketName: [400, 'The specified bucket is not valid.'],
  // observed: https://github.com/versity/versitygw/issues/1683
  InvalidChunkSizeError: [
    400,
    'Only the last chunk is allowed to have a size less than 8192 bytes',
  ],
  InvalidDigest: [400, 'The Content-MD5 you specified was invalid.'],
  InvalidPart: [
    400,
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
  ],
  InvalidPartOrder: [
    400,
    'The list of parts was not in ascending order. Parts must be ordered by part number.',
  ],
  InvalidPartNumber: [416, 'The requested partnumber is not satisfiable'],
  InvalidRange: [416, 'The requested range is not satisfiable'],
  InvalidRequest: [400, 'Invalid Request'],
  InvalidURI: [400, "Couldn't parse the specified URI."],
  KeyTooLongError: [400, 'Your key is too long'],
  // observed: https://github.com/scality/Arsenal/pull/2596
  MalformedTrailerError: [
    400,
    'The request contained trailing data that was not well-formed or did not conform to our published schema.',
  ],
  MalformedXML: [
    400,
    'The XML you provided was not well-formed or did not validate against our published schema',
  ],
  MetadataTooLarge: [400, 'Your metadata headers exceed the maximum allowed metadata size'],
  MethodNotAllowed: [405, 'The specified method is not allowed against this resource.'],
  MissingContentLength: [411, 'You must provide the Content-Length HTTP header.'],
  NoSuchBucket: [404, 'The specified bucket does not exist'],
  NoSuchKey: [404, 'The specified key does not exist.'],
  NoSuchUpload: [
    404,
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
  ],
  NotImplemented: [501, 'A header you provided implies functionality that is not implemented'],
  PreconditionFailed: [412, 'At least one of the pre-conditions you specified did not hold'],
  RequestTimeout: [
    400,
    'Your socket connection to the server was not read from or written to within the timeout period. Idle connections will be closed.',
  ],
  SignatureDoesNotMatch: [
    403,
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  ],
  XAmzContentSHA256Mismatch: [
    400,
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  ],
} satisfies Record<string, Entry>;

export type S3ErrorCode = keyof typeof table;

/** Why S3 refuses a request; thrown inside the service and written as its XML. */
export class S3Error extends Error {
  readonly code: string;
  readonly status: number;
  /** Further elements of the error document, in order. */
  readonly details: Readonly<Record<string, string | number>>;

  constructor(
    answer: { code: string; status: number; message: string },
    details: Readonly<Record<string, string | number>> = {},
  ) {
    super(answer.message);
    this.name = 'S3Error';
    this.code = answer.code;
    this.status = answer.status;
    this.details = details;
  }
}

/** An error by its code, with S3's usual words unless others are given. */
export function s3Error(
  code: S3ErrorCode,
  details: Readonly<Record<string, string | number>> = {},
  message?: string,
): S3Error {
  const [status, usual] = table[code];
  return new S3Error({ code, status, message: message ?? usual }, details);
}

/** `InvalidArgument` naming the argument and what it was. */
export function invalidArgument(message: string, name: string, value: string): S3Error {
  return s3Error('InvalidArgument', { ArgumentName: name, ArgumentValue: value }, message);
}

/** `NotImplemented` naming the header or query parameter that asks for it. */
export function notImplemented(name: string): S3Error {
  return s3Error(
    'NotImplemented',
    { Header: name },
    `A header or query you provided implies functionality that is not implemented: ${name}`,
  );
}

/** A refused signature as S3 answers it. */
export function signatureError(failure: SignatureFailure): S3Error {
  return new S3Error(failure, failure.details);
}
