import type { IncomingMessage } from 'node:http';
import { CognitoError } from './errors.ts';
import { verifySignature } from '../aws/sigv4.ts';
import type { Clock } from '../../host.ts';
import type { CredentialStore } from '../aws/credentials.ts';
import type { Authorize } from '../aws/iam/types.ts';
import { accessDeniedMessage } from '../aws/iam/words.ts';

/** What checking an administrator's request takes. */
export interface SignatureRules {
  readonly credentials: CredentialStore;
  readonly clock: Clock;
  readonly region: string;
  readonly authorizer: Authorize;
}

/** Throws unless AWS credentials signed the request and IAM allows `action` on `resourceArn`. */
export function requireSigned(
  request: IncomingMessage,
  body: Buffer,
  action: string,
  resourceArn: string,
  { credentials, clock, region, authorizer }: SignatureRules,
): void {
  const verified = verifySignature(
    {
      method: request.method ?? 'POST',
      url: request.url ?? '/',
      headers: request.headersDistinct,
      body,
    },
    { credentials, now: clock.now(), service: 'cognito-idp', region },
  );
  // observed: https://github.com/aws/aws-sdk-php/issues/2444 (400, where other services answer 403)
  if (verified.failure) throw new CognitoError(verified.failure.code, verified.failure.message);
  const { principal } = verified;
  const keys = () => ({
    'aws:SourceIp': request.socket.remoteAddress,
    'aws:UserAgent': request.headers['user-agent'],
  });
  const denial = authorizer(principal, action, resourceArn, { keys });
  if (!denial) return;
  throw new CognitoError(
    'AccessDeniedException',
    accessDeniedMessage(principal.arn, action, resourceArn, denial),
  );
}
