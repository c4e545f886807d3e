import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, expect, test } from 'vitest';
import { addRules } from '../rules.ts';
import { PipelineRolesStack } from './roles-stack.ts';

let template: Template;

beforeAll(async () => {
  const app = new App({ analyticsReporting: false, builtinCloudFormationValidation: false });
  await addRules(app);
  const stack = new PipelineRolesStack(app, 'ReportsPipeline', {
    repository: 'octo/reports',
    reportsStack: 'Reports',
  });
  template = Template.fromStack(stack); // throws for a finding without a reason
});

test('GitHub’s tokens are taken from one repository only: its main branch to compare, its approved environment to deploy', () => {
  const roles = Object.values(template.findResources('AWS::IAM::Role')) as {
    Properties: { AssumeRolePolicyDocument: { Statement: { Condition: unknown }[] } };
  }[];
  const conditions = roles.flatMap(({ Properties }) =>
    Properties.AssumeRolePolicyDocument.Statement.map(({ Condition }) => Condition),
  );
  const ofSubject = (subject: string) => ({
    StringEquals: {
      'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
      'token.actions.githubusercontent.com:sub': subject,
    },
  });

  expect(conditions).toEqual([
    ofSubject('repo:octo/reports:ref:refs/heads/main'),
    ofSubject('repo:octo/reports:environment:production'),
  ]);
});

test('who compares can deploy nothing, who deploys changes no report and no user by itself', () => {
  const policies = Object.entries(template.findResources('AWS::IAM::Policy')).map(
    ([id, resource]) => [id, JSON.stringify(resource)] as const,
  );
  const [, compare = ''] = policies.find(([id]) => id.startsWith('Compare')) ?? [];
  const [, deploy = ''] = policies.find(([id]) => id.startsWith('Deploy')) ?? [];

  expect(compare).toContain('lookup-role');
  expect(compare).not.toMatch(/deploy-role|publishing-role|s3:/);
  expect(deploy).toMatch(/:s3:::reports-webpage\*\/\*/);
  expect(deploy).not.toMatch(/storefiles|dynamodb|cognito|"iam:/);
});
