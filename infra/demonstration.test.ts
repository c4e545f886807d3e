import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { beforeAll, expect, test } from 'vitest';
import { ReportsStack } from './reports-stack.ts';
import type { ReportsSettings } from './settings.ts';

/** What a demonstration has and a deployment does not, unless it asks for it. */
const FIELD = 'generateReportSynchronously';

let plain: Template;
let demonstration: Template;

beforeAll(() => {
  plain = templateOf({});
  demonstration = templateOf({ comparison: true, selfSignUp: true });
});

function templateOf(settings: Partial<ReportsSettings>): Template {
  return Template.fromStack(
    new ReportsStack(new App({ analyticsReporting: false }), 'Reports', { settings }),
  );
}

function schemaOf(template: Template): string {
  const [schema] = Object.values(template.findResources('AWS::AppSync::GraphQLSchema')) as {
    Properties: { Definition: string };
  }[];
  return schema?.Properties.Definition ?? '';
}

test('by itself a deployment has no request that waits, and no account that an administrator has not made', () => {
  const template = plain;

  expect(schemaOf(template)).not.toContain(FIELD);
  template.resourcePropertiesCountIs('AWS::AppSync::Resolver', { FieldName: FIELD }, 0);
  template.hasResourceProperties('AWS::Cognito::UserPool', {
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
  });
});

test('with the comparison, a function stands straight behind a field that waits for it', () => {
  const template = demonstration;

  expect(schemaOf(template)).toContain(`${FIELD}(input: SampleReportInput!): SynchronousReport`);
  expect(schemaOf(template)).toContain('generateReport(input: GenerateReportInput!): Report!');
  template.hasResourceProperties('AWS::AppSync::Resolver', {
    FieldName: FIELD,
    DataSourceName: 'GeneratorInTheRequest',
    Code: Match.absent(),
  });
});

test('with self sign-up anybody can make an account, confirmed by e-mail', () => {
  demonstration.hasResourceProperties('AWS::Cognito::UserPool', {
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
    AutoVerifiedAttributes: ['email'],
  });
});

test('the pages have a policy of headers, and the explorer one of its own', () => {
  const template = plain;

  template.resourceCountIs('AWS::CloudFront::ResponseHeadersPolicy', 2);
  template.hasResourceProperties('AWS::CloudFront::ResponseHeadersPolicy', {
    ResponseHeadersPolicyConfig: {
      Comment: 'For /explorer.html',
      SecurityHeadersConfig: { FrameOptions: { FrameOption: 'DENY' } },
    },
  });
});
