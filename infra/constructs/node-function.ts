import { type IRole, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  type FunctionProps,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

export type NodeFunctionProps = Pick<
  FunctionProps,
  'memorySize' | 'timeout' | 'environment' | 'ephemeralStorageSize' | 'recursiveLoop'
>;

/** A function as all of ours are: Node 24 on arm64, its log kept for a month, allowed nothing by itself. */
export function addNodeFunction(
  scope: Construct,
  name: string,
  directory: string,
  props: NodeFunctionProps,
): LambdaFunction {
  return new LambdaFunction(scope, name, {
    ...props,
    // The dimension `Service` of its metrics, and the service of its log lines.
    environment: { POWERTOOLS_SERVICE_NAME: name, ...props.environment },
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: 'index.handler',
    code: Code.fromAsset(directory),
    logGroup: new LogGroup(scope, `${name}-logs`, { retention: RetentionDays.ONE_MONTH }),
  });
}

/** Allows a function actions on resources. */
export function allow(target: LambdaFunction, actions: string[], resources: string[]): void {
  target.addToRolePolicy(new PolicyStatement({ actions, resources }));
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
