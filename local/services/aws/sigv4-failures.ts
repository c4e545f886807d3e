/** How AWS words a refused signature: S3 has its own codes, the other services share theirs. */

/** Why a signature was refused; `code`, `message` and `status` are the named service's own. */
export interface SignatureFailure {
  readonly reason: FailureReason;
  readonly code: string;
  readonly message: string;
  readonly status: number;
  /** Further elements of S3's error document. */
  readonly details: Readonly<Record<string, string>>;
}

export type FailureReason =
  | 'missing'
  | 'malformed'
  | 'unsupported'
  | 'wrong-scope'
  | 'unsigned-headers'
  | 'skewed'
  | 'expired'
  | 'unknown-key'
  | 'invalid-token'
  | 'expired-token'
  | 'mismatch';

/** What the wording may mention. */
export interface FailureFacts {
  readonly presigned?: boolean;
  /** The sentence that says what is malformed or out of scope. */
  readonly explanation?: string;
  readonly details?: Readonly<Record<string, string>>;
}

type Wording = readonly [code: string, status: number, message: string];

// documented: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
const s3Wording: Record<FailureReason, Wording> = {
  missing: ['AccessDenied', 403, 'Access Denied'],
  malformed: ['AuthorizationHeaderMalformed', 400, 'The authorization header is malformed'],
  unsupported: [
    'InvalidRequest',
    400,
    'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
  ],
  'wrong-scope': ['AuthorizationHeaderMalformed', 400, 'The authorization header is malformed'],
  'unsigned-headers': [
    'AccessDenied',
    403,
    'There were headers present in the request which were not signed',
  ],
  skewed: [
    'RequestTimeTooSkewed',
    403,
    'The difference between the request time and the current time is too large.',
  ],
  expired: ['AccessDenied', 403, 'Request has expired'],
  'unknown-key': [
    'InvalidAccessKeyId',
    403,
    'The AWS Access Key Id you provided does not exist in our records.',
  ],
  'invalid-token': ['InvalidToken', 400, 'The provided token is malformed or otherwise invalid.'],
  'expired-token': ['ExpiredToken', 400, 'The provided token has expired.'],
  mismatch: [
    'SignatureDoesNotMatch',
    403,
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  ],
};

// documented: https://docs.aws.amazon.com/lambda/latest/api/CommonErrors.html
// observed: https://github.com/fabfuel/ecs-deploy/issues/126 and https://github.com/aws/aws-sdk-ruby/issues/431 (texts)
// assumed: 403 for all of them, as Lambda and AppSync answer; the older JSON services answer 400
const commonWording: Record<FailureReason, Wording> = {
  missing: ['MissingAuthenticationTokenException', 403, 'Missing Authentication Token'],
  malformed: ['IncompleteSignatureException', 403, 'The request signature is incomplete.'],
  unsupported: ['IncompleteSignatureException', 403, 'The request signature is incomplete.'],
  'wrong-scope': ['InvalidSignatureException', 403, 'Credential should be scoped correctly.'],
  'unsigned-headers': [
    'InvalidSignatureException',
    403,
    "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
  ],
  skewed: ['InvalidSignatureException', 403, 'Signature expired.'],
  expired: ['InvalidSignatureException', 403, 'Signature expired.'],
  'unknown-key': [
    'UnrecognizedClientException',
    403,
    'The security token included in the request is invalid.',
  ],
  'invalid-token': [
    'UnrecognizedClientException',
    403,
    'The security token included in the request is invalid.',
  ],
  'expired-token': [
    'ExpiredTokenException',
    403,
    'The security token included in the request is expired',
  ],
  mismatch: [
    'InvalidSignatureException',
    403,
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  ],
};

/** A refusal in the words of `service`. */
export function refuse(
  service: string,
  reason: FailureReason,
  facts: FailureFacts = {},
): { failure: SignatureFailure } {
  const isS3 = service === 's3';
  const [code, status, message] = (isS3 ? s3Wording : commonWording)[reason];
  const malformed = reason === 'malformed' || reason === 'wrong-scope';
  return {
    failure: {
      reason,
      // documented: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html (its query twin)
      code: isS3 && malformed && facts.presigned ? 'AuthorizationQueryParametersError' : code,
      status,
      message: wordMessage(message, isS3 && malformed && !facts.presigned, facts.explanation),
      details: facts.details ?? {},
    },
  };
}

function wordMessage(message: string, prefixed: boolean, explanation?: string): string {
  if (explanation === undefined) return message;
  return prefixed ? `${message}; ${explanation}` : explanation;
}
