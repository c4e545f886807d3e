import type { ResolvedStack } from '../assembly/resources.ts';
import type { PolicyStatement } from '../services/aws/iam.ts';

interface PolicyDocument {
  readonly Statement: PolicyStatement | readonly PolicyStatement[];
}

/** Every role's statements, by the role's ARN: inline, attached in the template, and AWS's own where known. */
export function readPolicies(
  stack: ResolvedStack,
): ReadonlyMap<string, readonly PolicyStatement[]> {
  const byRoleName = new Map<string, PolicyStatement[]>();
  const arns = new Map<string, string>();
  for (const role of stack.ofType('AWS::IAM::Role')) {
    const inline = (role.properties.Policies ?? []) as { PolicyDocument: PolicyDocument }[];
    byRoleName.set(
      role.ref,
      inline.flatMap(({ PolicyDocument }) => statementsOf(PolicyDocument)),
    );
    arns.set(role.ref, role.attribute('Arn'));
  }
  for (const { properties } of stack.ofType('AWS::IAM::Policy')) {
    for (const roleName of (properties.Roles ?? []) as string[]) {
      byRoleName.get(roleName)?.push(...statementsOf(properties.PolicyDocument as PolicyDocument));
    }
  }
  return new Map([...byRoleName].map(([name, statements]) => [arns.get(name) ?? name, statements]));
}

function statementsOf({ Statement }: PolicyDocument): readonly PolicyStatement[] {
  return Array.isArray(Statement)
    ? (Statement as PolicyStatement[])
    : [Statement as PolicyStatement];
}
