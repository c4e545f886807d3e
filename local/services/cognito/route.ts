import type { IncomingMessage } from 'node:http';

/** What `X-Amz-Target` starts with. */
export const targetPrefix = 'AWSCognitoIdentityProviderService.';

/**
 * Whether a request on a port shared with other services is for this one: by its target, by a `/.well-known/` path,
 * or because it is the preflight of a JSON protocol call (browsers make no other service's).
 */
export function isCognitoRequest(request: IncomingMessage): boolean {
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') return target.startsWith(targetPrefix);
  if (request.method === 'OPTIONS') {
    const wanted = request.headers['access-control-request-headers'] ?? '';
    return /(^|[ ,])x-amz-target([ ,]|$)/i.test(wanted);
  }
  return /^\/[^/]+\/\.well-known\//.test(request.url ?? '');
}

/** The operation a request names, without the service's prefix; empty when it names none. */
export function operationName(request: IncomingMessage): string {
  const target = request.headers['x-amz-target'];
  const text = typeof target === 'string' ? target : '';
  return text.startsWith(targetPrefix) ? text.slice(targetPrefix.length) : text;
}
