import type { ResolvedStack } from '../../assembly/resources.ts';
import type { CompiledStatement } from '../../services/aws/iam/compile-policy.ts';
import type { PolicyDocument, PolicyStatement } from '../../services/aws/iam/types.ts';
import { parseFunctionName } from '../../services/lambda/function-name.ts';
import type { CompilePolicy } from './access-rules.ts';

interface PermissionProperties {
  readonly FunctionName: string;
  readonly Action: string;
  /** A service, an account, or an ARN. */
  readonly Principal: string;
  readonly SourceArn?: string;
  readonly SourceAccount?: string;
  readonly PrincipalOrgID?: string;
  readonly EventSourceToken?: string;
  readonly FunctionUrlAuthType?: string;
}

/** The statements of every bucket's policy, by the bucket's ARN. */
export function readBucketPolicies(
  stack: ResolvedStack,
  compile: CompilePolicy,
): ReadonlyMap<string, readonly CompiledStatement[]> {
  return new Map(
    stack.ofType('AWS::S3::BucketPolicy').map(({ logicalId, properties }) => {
      const { Bucket, PolicyDocument } = properties as {
        Bucket: string;
        PolicyDocument: PolicyDocument;
      };
      const statements = compile({ place: logicalId, document: PolicyDocument }, 'resource');
      return [`arn:aws:s3:::${Bucket}`, statements];
    }),
  );
}

/** What `AWS::Lambda::Permission` adds to functions' policies, by the function's ARN. */
export function readFunctionPolicies(
  stack: ResolvedStack,
  compile: CompilePolicy,
): ReadonlyMap<string, readonly CompiledStatement[]> {
  const { region, accountId } = stack.deployment;
  const policies = new Map<string, CompiledStatement[]>();
  for (const { logicalId, properties } of stack.ofType('AWS::Lambda::Permission')) {
    const permission = properties as unknown as PermissionProperties;
    const { name = '', qualifier } = parseFunctionName(permission.FunctionName) ?? {};
    const arn = `arn:aws:lambda:${region}:${accountId}:function:${name}`;
    const resource = qualifier === undefined ? arn : `${arn}:${qualifier}`;
    const document = { Version: '2012-10-17', Statement: statementOf(permission, resource) };
    const known = policies.get(arn) ?? [];
    policies.set(arn, [...known, ...compile({ place: logicalId, document }, 'resource')]);
  }
  return policies;
}

// documented: https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html (members)
// observed: https://github.com/aws/aws-cdk/issues/20234 (the statement that comes of a permission)
function statementOf(permission: PermissionProperties, resource: string): PolicyStatement {
  const { Action, Principal, SourceArn, SourceAccount, PrincipalOrgID } = permission;
  const equals = {
    ...(SourceAccount === undefined ? {} : { 'aws:SourceAccount': SourceAccount }),
    ...(PrincipalOrgID === undefined ? {} : { 'aws:PrincipalOrgID': PrincipalOrgID }),
    ...valueOf('lambda:EventSourceToken', permission.EventSourceToken),
    ...valueOf('lambda:FunctionUrlAuthType', permission.FunctionUrlAuthType),
  };
  const condition = {
    ...(SourceArn === undefined ? {} : { ArnLike: { 'aws:SourceArn': SourceArn } }),
    ...(Object.keys(equals).length === 0 ? {} : { StringEquals: equals }),
  };
  return {
    Effect: 'Allow',
    Principal: /^[\w-]+(\.[\w-]+)+$/.test(Principal)
      ? { Service: Principal }
      : Principal === '*'
        ? '*'
        : { AWS: Principal },
    Action,
    Resource: resource,
    ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
  };
}

function valueOf(key: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [key]: value };
}
