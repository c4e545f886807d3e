import type { CredentialStore } from '../../services/aws/credentials.ts';

/** Who signed a request, as `by` names them: a function's name, `root`, or `user` for everybody without a signature. */
export interface Caller {
  readonly by: string;
  readonly accessKeyId: string | undefined;
}

const CREDENTIAL = /\bCredential=([^/,\s]+)\//;

/** Reads the caller from an Authorization header; whether the signature is good is for the service to find out. */
export function whoCalls(authorization: string | undefined, credentials: CredentialStore): Caller {
  const [, accessKeyId] = CREDENTIAL.exec(authorization ?? '') ?? [];
  if (accessKeyId === undefined) return { by: 'user', accessKeyId };
  return { by: functionOf(accessKeyId, credentials) ?? 'root', accessKeyId };
}

/** The function an access key was given to: the session name of its assumed role. */
export function functionOf(accessKeyId: string, credentials: CredentialStore): string | undefined {
  const arn = credentials.find(accessKeyId)?.principal.arn ?? '';
  return /:assumed-role\/[^/]+\/(.+)$/.exec(arn)?.[1];
}
