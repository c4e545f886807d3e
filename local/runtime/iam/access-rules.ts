import type { ResolvedStack } from '../../assembly/resources.ts';
import { LocalError } from '../../errors.ts';
import type { AccessRules } from '../../services/aws/iam/access-control.ts';
import type { CompiledStatement, PolicyKind } from '../../services/aws/iam/compile-policy.ts';
import { compilePolicy } from '../../services/aws/iam/compile-policy.ts';
import type { PlacedPolicy } from '../../services/aws/iam/types.ts';
import { readBucketPolicies, readFunctionPolicies } from './resource-policies.ts';
import { readRoles } from './roles.ts';

/** Makes a policy's statements ready; what IAM would not take is gathered and told at once. */
export type CompilePolicy = (policy: PlacedPolicy, kind: PolicyKind) => CompiledStatement[];

/** Everything a stack says about who may do what, and what a person should know about it. */
export interface StackAccess {
  readonly rules: AccessRules;
  readonly warnings: readonly string[];
}

/** Reads roles and resource policies; throws one `ERR_TEMPLATE_INVALID` for all statements IAM would refuse. */
export function readAccessRules(stack: ResolvedStack): StackAccess {
  const problems: string[] = [];
  const warnings: string[] = [];
  const compile: CompilePolicy = (policy, kind) => {
    try {
      return compilePolicy(policy, kind);
    } catch (error) {
      if (!(error instanceof LocalError)) throw error;
      problems.push(error.message);
      return [];
    }
  };
  const roles = readRoles(stack, compile, {
    problem: (message) => void problems.push(message),
    warn: (message) => void warnings.push(message),
  });
  const resources = new Map([
    ...readBucketPolicies(stack, compile),
    ...readFunctionPolicies(stack, compile),
  ]);
  if (problems.length > 0) {
    throw new LocalError(
      'ERR_TEMPLATE_INVALID',
      `IAM would not take policies of ${stack.deployment.stackName}:\n  ${problems.join('\n  ')}`,
    );
  }
  return { rules: { roles, resources }, warnings };
}
