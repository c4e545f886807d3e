/** One role with statements, for tests of IAM itself. */
import type { Log } from '../../../host.ts';
import { silentLog } from '../../../host.ts';
import { createAccessControl } from './access-control.ts';
import { compilePolicy } from './compile-policy.ts';
import { principalOfRole } from './role-principal.ts';
import type { ContextKeys, PolicyStatement } from './types.ts';

export const ACCOUNT = '111122223333';
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/worker`;
export const NOW_MS = Date.UTC(2026, 10, 25, 12);

export interface TestPolicies {
  readonly identity?: readonly PolicyStatement[];
  readonly boundary?: readonly PolicyStatement[];
  readonly trust?: readonly PolicyStatement[];
  /** By the ARN of a bucket or a function. */
  readonly resources?: Readonly<Record<string, readonly PolicyStatement[]>>;
  readonly version?: string;
  readonly log?: Log;
}

/** IAM with the role `worker`. */
export function controlOf(policies: TestPolicies) {
  const { identity = [], boundary, trust = [], resources = {}, log = silentLog } = policies;
  const version = policies.version ?? '2012-10-17';
  const compile = (
    place: string,
    Statement: readonly PolicyStatement[],
    kind: 'identity' | 'resource' | 'trust',
  ) => compilePolicy({ place, document: { Version: version, Statement } }, kind);
  const role = {
    logicalId: 'Worker',
    identity: compile('WorkerPolicy', identity, 'identity'),
    ...(boundary ? { boundary: compile('Boundary', boundary, 'identity') } : {}),
    trust: compile('Worker.AssumeRolePolicyDocument', trust, 'trust'),
  };
  const access = createAccessControl({
    rules: {
      roles: new Map([[ROLE_ARN, role]]),
      resources: new Map(
        Object.entries(resources).map(([arn, statements]) => [
          arn,
          compile('ResourcePolicy', statements, 'resource'),
        ]),
      ),
    },
    log,
    region: 'eu-west-1',
    accountId: ACCOUNT,
    now: () => NOW_MS,
  });
  const principal = principalOfRole(ROLE_ARN, 'session');
  return {
    access,
    principal,
    /** The end of AWS's sentence, or `allowed`. */
    ask(action: string, resource: string, keys: ContextKeys = {}): string {
      const denial = access.authorize(principal, action, resource, { keys: () => keys });
      return denial?.because ?? 'allowed';
    },
  };
}
