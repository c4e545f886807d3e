import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { ReportEvents } from './report-events.ts';

function synthesise(exampleRule: boolean): Template {
  const stack = new Stack(new App({ analyticsReporting: false }), 'Reports');
  new ReportEvents(stack, 'Events', { exampleRule });
  return Template.fromStack(stack);
}

test('there is a bus, and no rule unless it is asked for', () => {
  const template = synthesise(false);

  template.resourceCountIs('AWS::Events::EventBus', 1);
  template.resourceCountIs('AWS::Events::Rule', 0);
  template.resourceCountIs('AWS::Logs::LogGroup', 0);
});

test('the example rule writes endings to a log group, by a policy for that group alone', () => {
  const template = synthesise(true);

  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      source: ['appsync-reports'],
      'detail-type': ['Report Succeeded', 'Report Failed', 'Report Cancelled'],
    },
  });
  const [policy] = Object.values(template.findResources('AWS::Logs::ResourcePolicy')) as {
    Properties: { PolicyDocument: object };
  }[];
  const document = JSON.stringify(policy?.Properties.PolicyDocument);
  expect(document).toContain('events.amazonaws.com');
  expect(document).toMatch(/"Fn::GetAtt":\["EventsExampleLog\w+","Arn"\]/);
  template.resourceCountIs('AWS::Lambda::Function', 0);
});
