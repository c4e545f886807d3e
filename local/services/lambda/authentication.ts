import type { IncomingMessage } from 'node:http';
import { systemClock } from '../../host.ts';
import type { CredentialStore, Principal } from '../aws/credentials.ts';
import { verifySignature } from '../aws/sigv4.ts';
import type { Refusal } from './types.ts';

/** Says who signed a request with this body, or how Lambda refuses it. */
export type Authenticate = (
  request: IncomingMessage,
  body: Buffer,
) => { principal: Principal } | { refusal: Refusal };

/** Checks signatures. Callers sign by the machine's clock, so they are checked by it too. */
export function createAuthenticate(credentials: CredentialStore, region: string): Authenticate {
  return (request, body) => {
    const { method = '', url = '/', headersDistinct: headers } = request;
    const options = { credentials, now: systemClock.now(), service: 'lambda', region };
    const verified = verifySignature({ method, url, headers, body }, options);
    if (!verified.failure) return { principal: verified.principal };
    const { status: statusCode, code: errorType, message } = verified.failure;
    return { refusal: { statusCode, errorType, message, body: { message } } };
  };
}
