import { expect, test } from 'vitest';
import { resolveStack } from '../../assembly/resources.ts';
import type { Template } from '../../assembly/template.ts';
import { silentLog } from '../../host.ts';
import { createAccessControl } from '../../services/aws/iam/access-control.ts';
import { principalOfRole } from '../../services/aws/iam/role-principal.ts';
import { readAccessRules } from './access-rules.ts';
import { checkAccess } from './boot-checks.ts';

const ACCOUNT = '000000000000';
const trust = (Service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service } }],
});
const allow = (Action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
});
const role = (properties: object = {}) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    RoleName: 'worker',
    Path: '/service/',
    AssumeRolePolicyDocument: trust('lambda.amazonaws.com'),
    ...properties,
  },
});
const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/service/worker`;

function read(resources: Record<string, object>) {
  const stack = resolveStack(
    {
      template: { Resources: resources } as unknown as Template,
      stackName: 'Demo',
      assetPath: () => undefined,
    },
    { accountId: ACCOUNT, region: 'eu-west-1', apiOrigin: 'http://localhost:4000' },
  );
  const { rules, warnings } = readAccessRules(stack);
  const access = createAccessControl({
    rules,
    log: silentLog,
    region: 'eu-west-1',
    accountId: ACCOUNT,
    now: () => 0,
  });
  return {
    warnings,
    check: () => checkAccess(stack, access),
    isAllowed: (action: string, arn = ROLE_ARN) =>
      !access.authorize(principalOfRole(arn, 's'), action, 'arn:aws:s3:::b/k'),
  };
}

test('a role has its inline policies, the attached ones, managed ones and AWS’s own', () => {
  const { isAllowed, warnings } = read({
    Worker: role({
      Policies: [{ PolicyName: 'p', PolicyDocument: allow('s3:GetObject') }],
      ManagedPolicyArns: [
        { Ref: 'Managed' },
        'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
      ],
    }),
    Attached: {
      Type: 'AWS::IAM::Policy',
      Properties: { Roles: [{ Ref: 'Worker' }], PolicyDocument: allow('s3:PutObject') },
    },
    OfRole: {
      Type: 'AWS::IAM::RolePolicy',
      Properties: { RoleName: { Ref: 'Worker' }, PolicyDocument: allow('s3:DeleteObject') },
    },
    Managed: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { PolicyDocument: allow('s3:ListBucket') },
    },
    Attaching: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { Roles: [{ Ref: 'Worker' }], PolicyDocument: allow('s3:AbortMultipartUpload') },
    },
  });

  expect(warnings).toEqual([]);
  for (const action of [
    's3:GetObject',
    's3:PutObject',
    's3:DeleteObject',
    's3:ListBucket',
    's3:AbortMultipartUpload',
    'logs:PutLogEvents',
  ]) {
    expect(isAllowed(action), action).toBe(true);
  }
  expect(isAllowed('s3:CreateBucket')).toBe(false);
});

test('a permissions boundary of the template limits its role', () => {
  const { isAllowed } = read({
    Worker: role({
      Policies: [{ PolicyName: 'p', PolicyDocument: allow('*') }],
      PermissionsBoundary: { Ref: 'Boundary' },
    }),
    Boundary: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { PolicyDocument: allow('s3:Get*') },
    },
  });

  expect([isAllowed('s3:GetObject'), isAllowed('s3:PutObject')]).toEqual([true, false]);
});

test('a policy of AWS that is not known here is told, and allows nothing', () => {
  const arn = 'arn:aws:iam::aws:policy/AmazonAthenaFullAccess';
  const { isAllowed, warnings } = read({ Worker: role({ ManagedPolicyArns: [arn] }) });

  expect(warnings).toEqual([
    `AWS's own policy ${arn} of Worker is not known here: what only it allows is refused.`,
  ]);
  expect(isAllowed('athena:StartQueryExecution')).toBe(false);
});

test('a role from elsewhere is told, and may do everything', () => {
  const arn = 'arn:aws:iam::123456789012:role/imported';
  const { isAllowed, warnings } = read({
    Source: {
      Type: 'AWS::AppSync::DataSource',
      Properties: { ApiId: 'api', Name: 'Table', Type: 'AMAZON_DYNAMODB', ServiceRoleArn: arn },
    },
  });

  expect(warnings).toEqual([
    `The role ${arn} of Source is not of this stack: what it may do is unknown here, so it may do everything.`,
  ]);
  expect(isAllowed('s3:GetObject', arn)).toBe(true);
});

test('everything IAM would not take is listed at once, with its place', () => {
  const wrong = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 's3:*', Resource: '*' },
      { Effect: 'Allow', Action: 's3:*', Resource: '*', Condition: { StringIs: { a: 'b' } } },
    ],
  };

  expect(() =>
    read({
      Worker: role({
        AssumeRolePolicyDocument: undefined,
        PermissionsBoundary: 'arn:aws:iam::aws:policy/Unknown',
      }),
      Attached: {
        Type: 'AWS::IAM::Policy',
        Properties: { Roles: [{ Ref: 'Worker' }], PolicyDocument: wrong },
      },
      Bucket: { Type: 'AWS::S3::Bucket', Properties: {} },
      OfBucket: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: allow('s3:GetObject') },
      },
    }),
  ).toThrow(
    expect.objectContaining({
      code: 'ERR_TEMPLATE_INVALID',
      message: [
        'IAM would not take policies of Demo:',
        '  Worker: its permissions boundary arn:aws:iam::aws:policy/Unknown is not known here',
        '  Attached, statement 2: IAM has no condition operator StringIs.',
        '  Worker: a role must have an AssumeRolePolicyDocument',
        '  OfBucket, statement 1: it must name a Principal.',
      ].join('\n'),
    }),
  );
});

test('a schedule whose role does not trust Scheduler is refused; one whose role may not invoke is told', () => {
  const target = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:f`;
  const resources = (Service: string, action: string) => ({
    F: {
      Type: 'AWS::Lambda::Function',
      Properties: { FunctionName: 'f', Role: { 'Fn::GetAtt': ['Worker', 'Arn'] } },
    },
    Worker: role(),
    Caller: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'caller',
        AssumeRolePolicyDocument: trust(Service),
        Policies: [{ PolicyName: 'p', PolicyDocument: allow(action) }],
      },
    },
    Nightly: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        Name: 'nightly',
        FlexibleTimeWindow: { Mode: 'OFF' },
        ScheduleExpression: 'rate(1 day)',
        Target: { Arn: target, RoleArn: { 'Fn::GetAtt': ['Caller', 'Arn'] } },
      },
    },
  });

  expect(read(resources('scheduler.amazonaws.com', 'lambda:InvokeFunction')).check()).toEqual([]);
  expect(read(resources('scheduler.amazonaws.com', 's3:GetObject')).check()).toEqual([
    `The schedule nightly will not work: User: arn:aws:sts::${ACCOUNT}:assumed-role/caller/scheduler is not authorized to perform: lambda:InvokeFunction on resource: ${target} because no identity-based policy allows the lambda:InvokeFunction action`,
  ]);
  expect(() => read(resources('events.amazonaws.com', 'lambda:InvokeFunction')).check()).toThrow(
    /Nightly: The execution role you provide must allow AWS EventBridge Scheduler to assume the role\. The AssumeRolePolicyDocument of Caller must allow/,
  );
});
