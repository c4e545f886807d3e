import type { Resource, ResolvedStack } from '../../assembly/resources.ts';
import type { RolePolicies } from '../../services/aws/iam/access-control.ts';
import { awsManagedPolicy, isAwsManaged } from '../../services/aws/iam/aws-managed-policies.ts';
import type { CompiledStatement } from '../../services/aws/iam/compile-policy.ts';
import type { PolicyDocument } from '../../services/aws/iam/types.ts';
import type { CompilePolicy } from './access-rules.ts';

interface RoleProperties {
  readonly AssumeRolePolicyDocument?: PolicyDocument;
  readonly Policies?: readonly { readonly PolicyDocument: PolicyDocument }[];
  readonly ManagedPolicyArns?: readonly string[];
  readonly PermissionsBoundary?: string;
}

interface PolicyProperties {
  readonly PolicyDocument: PolicyDocument;
  /** Of `AWS::IAM::Policy` and `ManagedPolicy`: roles by name. */
  readonly Roles?: readonly string[];
  /** Of `AWS::IAM::RolePolicy`. */
  readonly RoleName?: string;
}

interface Report {
  problem(message: string): void;
  warn(message: string): void;
}

/** Every role with its statements, by ARN: inline, attached in the template, and AWS's own where they are known. */
export function readRoles(
  stack: ResolvedStack,
  compile: CompilePolicy,
  report: Report,
): ReadonlyMap<string, RolePolicies> {
  const managed = new Map(
    stack.ofType('AWS::IAM::ManagedPolicy').map((resource) => [resource.ref, resource] as const),
  );
  const roles = new Map<string, RolePolicies>();
  for (const role of stack.ofType('AWS::IAM::Role')) {
    const { PermissionsBoundary: boundary } = propertiesOf<RoleProperties>(role);
    const limits = boundary === undefined ? undefined : boundaryOf(role, boundary);
    roles.set(role.attribute('Arn'), {
      logicalId: role.logicalId,
      identity: identityOf(role),
      ...(limits ? { boundary: limits } : {}),
      trust: trustOf(role),
    });
  }
  for (const [arn, usedBy] of foreignRoles(stack, roles)) {
    report.warn(
      `The role ${arn} of ${usedBy} is not of this stack: what it may do is unknown here, so it may do everything.`,
    );
    roles.set(arn, foreignRole(arn, compile));
  }
  return roles;

  function identityOf(role: Resource): CompiledStatement[] {
    const { Policies = [], ManagedPolicyArns = [] } = propertiesOf<RoleProperties>(role);
    const attached = stack
      .ofType('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy')
      .filter((policy) => {
        const { Roles = [], RoleName } = propertiesOf<PolicyProperties>(policy);
        return [...Roles, RoleName].includes(role.ref) || ManagedPolicyArns.includes(policy.ref);
      });
    return [
      ...Policies.flatMap(({ PolicyDocument: document }, index) =>
        compile({ place: `${role.logicalId}.Policies[${index}]`, document }, 'identity'),
      ),
      ...attached.flatMap(compileResource),
      ...ManagedPolicyArns.filter((arn) => !managed.has(arn)).flatMap((arn) => ofAws(role, arn)),
    ];
  }

  function ofAws(role: Resource, arn: string): CompiledStatement[] {
    const document = awsManagedPolicy(arn);
    if (document) return compile({ place: arn, document }, 'identity');
    const whose = isAwsManaged(arn) ? "AWS's own policy" : 'The policy';
    report.warn(
      `${whose} ${arn} of ${role.logicalId} is not known here: what only it allows is refused.`,
    );
    return [];
  }

  function boundaryOf(role: Resource, arn: string): CompiledStatement[] {
    const inStack = managed.get(arn);
    if (inStack) return compileResource(inStack);
    const document = awsManagedPolicy(arn);
    if (document) return compile({ place: arn, document }, 'identity');
    report.problem(`${role.logicalId}: its permissions boundary ${arn} is not known here`);
    return [];
  }

  function trustOf(role: Resource): CompiledStatement[] {
    const { AssumeRolePolicyDocument: document } = propertiesOf<RoleProperties>(role);
    const place = `${role.logicalId}.AssumeRolePolicyDocument`;
    if (document) return compile({ place, document }, 'trust');
    report.problem(`${role.logicalId}: a role must have an AssumeRolePolicyDocument`);
    return [];
  }

  function compileResource(resource: Resource): CompiledStatement[] {
    const { PolicyDocument: document } = propertiesOf<PolicyProperties>(resource);
    return compile({ place: resource.logicalId, document }, 'identity');
  }
}

/** Roles that something in the stack has but the stack does not make, with who has them. */
function foreignRoles(
  stack: ResolvedStack,
  known: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, string> {
  const used = [
    ...stack.ofType('AWS::Lambda::Function').map((each) => [each, each.properties.Role]),
    ...stack
      .ofType('AWS::AppSync::DataSource')
      .map((each) => [each, each.properties.ServiceRoleArn]),
    ...stack
      .ofType('AWS::Scheduler::Schedule')
      .map((each) => [each, (each.properties.Target as { RoleArn?: string } | undefined)?.RoleArn]),
  ] as [Resource, string | undefined][];
  return new Map(
    used.flatMap(([{ logicalId }, arn]) =>
      arn === undefined || arn === '' || known.has(arn) ? [] : [[arn, logicalId] as const],
    ),
  );
}

function foreignRole(arn: string, compile: CompilePolicy): RolePolicies {
  const everything = { Effect: 'Allow', Action: '*' } as const;
  return {
    logicalId: arn,
    identity: compile(
      { place: arn, document: { Statement: { ...everything, Resource: '*' } } },
      'identity',
    ),
    trust: compile(
      { place: arn, document: { Statement: { ...everything, Principal: '*' } } },
      'trust',
    ),
  };
}

/** CDK's types, and CloudFormation after them, have checked what properties are. */
function propertiesOf<T>({ properties }: Resource): T {
  return properties as T;
}
