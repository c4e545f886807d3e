import { rmSync } from 'node:fs';
import { type CfnRole, type IRole, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  type FunctionProps,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledge, acknowledgePatterns } from '../acknowledge.ts';
import type { ReportsSettings } from '../settings.ts';
import { logRetentionOf, removalPolicyOf } from '../stage.ts';

export type NodeFunctionProps = Pick<
  FunctionProps,
  | 'memorySize'
  | 'timeout'
  | 'environment'
  | 'ephemeralStorageSize'
  | 'recursiveLoop'
  | 'reservedConcurrentExecutions'
> & { readonly settings: ReportsSettings };

/**
 * A function as all of ours are: Node 24, no layers, a log of its own, allowed nothing but to write it. Its code is taken
 * into the assembly and removed from `directory`.
 */
export function addNodeFunction(
  scope: Construct,
  name: string,
  directory: string,
  { settings, ...props }: NodeFunctionProps,
): LambdaFunction {
  const logGroup = new LogGroup(scope, `${name}-logs`, {
    retention: logRetentionOf(settings),
    removalPolicy: removalPolicyOf(settings),
  });
  const added = new LambdaFunction(scope, name, {
    ...props,
    // The dimension `Service` of its metrics, and the service of its log lines.
    environment: { POWERTOOLS_SERVICE_NAME: name, ...props.environment },
    runtime: Runtime.NODEJS_24_X,
    // arm64 unless told otherwise: a GB-second costs 20 % less, and DuckDB's build for it is no larger (61 MB, x64: 68).
    // Which of the two is faster at our work is not measured: there was no such machine.
    architecture: settings.architecture === 'x64' ? Architecture.X86_64 : Architecture.ARM_64,
    handler: 'index.handler',
    code: Code.fromAsset(directory),
    logGroup,
    tracing: settings.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
  });
  rmSync(directory, { recursive: true });
  // AWS's own policy for functions lets each write to, and make, every log group of the account.
  (roleOf(added).node.defaultChild as CfnRole).managedPolicyArns = undefined;
  logGroup.grantWrite(added);
  if (settings.tracing) {
    acknowledge(added, 'IAM5[Resource::*]', 'X-Ray’s PutTraceSegments knows no resources.');
  }
  return added;
}

/** Allows a function actions on resources; a pattern among them needs a reason. */
export function allow(
  target: LambdaFunction,
  actions: string[],
  resources: string[],
  why?: string,
): void {
  target.addToRolePolicy(new PolicyStatement({ actions, resources }));
  if (why !== undefined) acknowledgePatterns(target, resources, why);
}

/**
 * Allows a function to invoke another, or itself, by a policy of its own: in the role's default policy, which a
 * function waits for, two functions that invoke each other would wait for each other.
 */
export function allowToInvoke(
  scope: Construct,
  id: string,
  caller: LambdaFunction,
  callee: LambdaFunction,
): void {
  new Policy(scope, id, {
    roles: [roleOf(caller)],
    statements: [
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: [callee.functionArn],
      }),
    ],
  });
}

function roleOf({ role }: LambdaFunction): IRole {
  if (!role) throw new Error('the function has no role');
  return role;
}
