import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { systemClock } from '../../host.ts';
import type { CredentialStore, Principal } from '../aws/credentials.ts';
import type { AccessControl } from '../aws/iam/access-control.ts';
import { principalOfRole } from '../aws/iam/role-principal.ts';
import type { ContextKeys } from '../aws/iam/types.ts';
import { readBody } from '../aws/request-body.ts';
import { verifySignature } from '../aws/sigv4.ts';
import { answerError, answerResult, StsError } from './answers.ts';

export interface StsServiceOptions {
  readonly credentials: CredentialStore;
  readonly access: AccessControl;
  readonly region: string;
}

const MAX_BODY_BYTES = 64 * 1024;
// documented: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html (all facts of this file without a source of their own)
const DEFAULT_DURATION_SECONDS = 3600;
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;

/** Whether a request is for STS: its query protocol, signed for that service. */
export function isStsRequest({ method, headers }: IncomingMessage): boolean {
  const isForm = /^application\/x-www-form-urlencoded\b/.test(headers['content-type'] ?? '');
  return method === 'POST' && isForm && (headers.authorization ?? '').includes('/sts/aws4_request');
}

/** AWS STS: who one is, and taking a role that trusts one. Sessions do not run out. */
export function createStsService({ credentials, access, region }: StsServiceOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request, MAX_BODY_BYTES);
    if (!body) return void response.writeHead(413).end();
    try {
      const caller = authenticate(request, body);
      const input = new URLSearchParams(body.toString('utf8'));
      const action = input.get('Action') ?? '';
      answerResult(response, action, run(action, caller, input));
    } catch (error) {
      if (!(error instanceof StsError)) throw error;
      answerError(response, error);
    }
  };

  function authenticate(request: IncomingMessage, body: Buffer): Principal {
    const { method = '', url = '/', headersDistinct: headers } = request;
    const verified = verifySignature(
      { method, url, headers, body },
      // Callers sign by the machine's clock, so they are checked by it too.
      { credentials, now: systemClock.now(), service: 'sts', region },
    );
    if (!verified.failure) return verified.principal;
    const { code, message, status } = verified.failure;
    throw new StsError(code, message, status);
  }

  function run(action: string, caller: Principal, input: URLSearchParams) {
    switch (action) {
      case 'GetCallerIdentity':
        return { UserId: caller.userId, Account: caller.accountId, Arn: caller.arn };
      case 'AssumeRole':
        return assumeRole(caller, input);
      default:
        throw new StsError(
          'InvalidAction',
          `The local STS does not have the action ${action}.`,
          400,
        );
    }
  }

  function assumeRole(caller: Principal, input: URLSearchParams) {
    const roleArn = input.get('RoleArn') ?? '';
    const session = input.get('RoleSessionName') ?? '';
    if (!SESSION_NAME.test(session)) {
      throw new StsError('ValidationError', `${session} is no RoleSessionName.`, 400);
    }
    if (input.has('Policy') || input.has('PolicyArns.member.1.arn')) {
      throw new StsError('ValidationError', 'The local STS does not have session policies.', 400);
    }
    const keys = {
      'sts:RoleSessionName': session,
      'sts:ExternalId': input.get('ExternalId') ?? undefined,
    };
    if (!mayAssume(caller, roleArn, keys)) {
      // observed: https://github.com/Netflix/security_monkey/issues/77 (the whole answer; the sentence ends without a reason)
      const message = `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;
      throw new StsError('AccessDenied', message, 403);
    }
    const roleId = `AROA${createHash('sha256').update(roleArn).digest('hex').slice(0, 17).toUpperCase()}`;
    const principal = { ...principalOfRole(roleArn, session), userId: `${roleId}:${session}` };
    const issued = credentials.issue(principal);
    const seconds = Number(input.get('DurationSeconds') ?? DEFAULT_DURATION_SECONDS);
    return {
      AssumedRoleUser: { AssumedRoleId: principal.userId, Arn: principal.arn },
      Credentials: {
        AccessKeyId: issued.accessKeyId,
        SecretAccessKey: issued.secretAccessKey,
        SessionToken: issued.sessionToken ?? '',
        Expiration: new Date(systemClock.now() + seconds * 1000).toISOString(),
      },
    };
  }

  /** The role must trust the caller; where it trusts the account, the caller's own policies must allow it as well. */
  // assumed: the account's root may take roles that trust the account; on AWS no root user may take any
  function mayAssume(caller: Principal, roleArn: string, keys: ContextKeys): boolean {
    const naming = access.trustOf(roleArn, { principal: caller }, keys);
    if (naming === undefined) return false;
    return naming !== 'account' || !access.authorize(caller, 'sts:AssumeRole', roleArn);
  }
}
