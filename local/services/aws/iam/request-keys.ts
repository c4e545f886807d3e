import type { Principal } from '../credentials.ts';
import type { Caller } from './principals.ts';
import type { AccessDetails, ContextKeys, KeyReader } from './types.ts';

/** Where and when calls are made. */
export interface RequestSurroundings {
  readonly region: string;
  readonly accountId: string;
  /** Milliseconds since the epoch. */
  now(): number;
}

/**
 * Reads the keys of a call: those that every call has, and what its service tells of it. Nothing is put together
 * before the first key is asked for.
 */
export function readKeys(
  caller: Caller,
  details: AccessDetails | undefined,
  surroundings: RequestSurroundings,
): KeyReader {
  let keys: ReadonlyMap<string, readonly string[]> | undefined;
  return (name) => {
    keys ??= new Map(
      Object.entries({ ...globalKeys(caller, surroundings), ...details?.keys?.() }).flatMap(
        ([key, value]) =>
          value === undefined ? [] : [[key.toLowerCase(), [value].flat()] as const],
      ),
    );
    return keys.get(name);
  };
}

// documented: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (names and values)
function globalKeys(caller: Caller, { region, accountId, now }: RequestSurroundings): ContextKeys {
  const nowMs = now();
  return {
    // assumed: a call over loopback stands for one that would go over TLS, as every SDK's does
    'aws:SecureTransport': 'true',
    'aws:RequestedRegion': region,
    'aws:ResourceAccount': accountId,
    'aws:CurrentTime': new Date(nowMs).toISOString(),
    'aws:EpochTime': String(Math.floor(nowMs / 1000)),
    ...(caller.service === undefined
      ? principalKeys(caller.principal)
      : serviceKeys(caller.service)),
  };
}

function principalKeys({ arn, roleArn, accountId, userId, functionArn }: Principal): ContextKeys {
  return {
    // documented: the same page (the role, not the session)
    'aws:PrincipalArn': roleArn ?? arn,
    'aws:PrincipalAccount': accountId,
    'aws:PrincipalType': roleArn === undefined ? 'Account' : 'AssumedRole',
    'aws:userid': userId,
    'aws:PrincipalIsAWSService': 'false',
    'aws:ViaAWSService': 'false',
    // documented: https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
    'lambda:SourceFunctionArn': functionArn,
  };
}

function serviceKeys(service: string): ContextKeys {
  return { 'aws:PrincipalIsAWSService': 'true', 'aws:PrincipalServiceName': service };
}
