import { expect, test } from 'vitest';
import { resolveStack } from '../assembly/resources.ts';
import { readSchedules } from './schedules.ts';

const ENVIRONMENT = {
  accountId: '000000000000',
  region: 'eu-west-1',
  apiOrigin: 'http://localhost:4000',
};
const ARN = 'arn:aws:lambda:eu-west-1:000000000000:function:work';
const TARGET = { Id: 'Target0', Arn: { 'Fn::GetAtt': ['Work', 'Arn'] } };

function read(resources: Record<string, { Type: string; Properties: Record<string, unknown> }>) {
  const Resources = {
    Work: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'work' } },
    ...resources,
  };
  const files = { stackName: 'Demo', template: { Resources }, assetPath: () => undefined };
  return readSchedules(resolveStack(files, ENVIRONMENT));
}

const rule = (Properties: Record<string, unknown>) => ({ Type: 'AWS::Events::Rule', Properties });
const schedule = (Properties: Record<string, unknown>) => ({
  Type: 'AWS::Scheduler::Schedule',
  Properties,
});

test('a rule as CDK writes it is read with its targets', () => {
  const RetryPolicy = { MaximumRetryAttempts: 1 };
  const Targets = [
    { ...TARGET, RetryPolicy },
    { ...TARGET, Id: 'Target1', Input: '{"a":1}' },
  ];
  const [read1] = read({
    Each: rule({ ScheduleExpression: 'rate(1 minute)', State: 'ENABLED', Targets }),
  });

  expect(read1).toEqual({
    kind: 'rule',
    name: expect.stringMatching(/^Demo-Each-[A-Z0-9]{13}$/) as string,
    arn: `arn:aws:events:eu-west-1:000000000000:rule/${read1?.name ?? ''}`,
    expression: 'rate(1 minute)',
    enabled: true,
    targets: [{ arn: ARN }, { arn: ARN, input: '{"a":1}' }],
  });
});

test('a schedule as CDK writes it is read with its dates', () => {
  const schedules = read({
    Nightly: schedule({
      Name: 'nightly',
      FlexibleTimeWindow: { Mode: 'OFF' },
      ScheduleExpression: 'cron(0 2 * * ? *)',
      ScheduleExpressionTimezone: 'Etc/UTC',
      StartDate: '2026-11-25T00:00:00.000Z',
      State: 'DISABLED',
      Target: { Arn: TARGET.Arn, RoleArn: 'arn:role', Input: '{}', RetryPolicy: {} },
    }),
  });

  expect(schedules).toEqual([
    {
      kind: 'scheduler',
      name: 'nightly',
      arn: 'arn:aws:scheduler:eu-west-1:000000000000:schedule/default/nightly',
      expression: 'cron(0 2 * * ? *)',
      enabled: false,
      startMs: Date.UTC(2026, 10, 25),
      targets: [{ arn: ARN, input: '{}', roleArn: 'arn:role' }],
    },
  ]);
});

test('what cannot be run is listed at once, with logical ids and reasons', () => {
  const everyMinute = { ScheduleExpression: 'rate(1 minute)' };
  const resources = {
    Bus: rule({ ...everyMinute, EventBusName: 'orders', Targets: [TARGET] }),
    Wrong: rule({ ScheduleExpression: 'rate(1 minutes)', Targets: [TARGET] }),
    Queue: rule({ ...everyMinute, Targets: [{ Id: 'q', Arn: 'arn:aws:sqs:eu-west-1:1:q' }] }),
    Shaped: rule({ ...everyMinute, Targets: [{ ...TARGET, InputTransformer: {}, Input: 'no' }] }),
    Zone: schedule({ ...everyMinute, ScheduleExpressionTimezone: 'Europe/Berlin', Target: TARGET }),
  };

  expect(() => read(resources)).toThrow(
    expect.objectContaining({
      code: 'ERR_TEMPLATE_UNSUPPORTED',
      message: [
        "The stack's schedules use what this local cloud does not have:",
        '  Bus: a schedule is possible on the default event bus only, not orders',
        '  Wrong: its ScheduleExpression "rate(1 minutes)" is wrong: a rate of 1 takes minute',
        '  Queue: its target arn:aws:sqs:eu-west-1:1:q is not a Lambda function of this stack',
        '  Shaped: InputTransformer of a target is not supported',
        "  Shaped: its target's Input is not JSON: no",
        '  Zone: the time zone Europe/Berlin is not supported; use UTC',
      ].join('\n'),
    }),
  );
});

test('a rule that waits for events is no schedule', () => {
  const EventPattern = { source: ['aws.s3'] };

  expect(read({ Waits: rule({ EventPattern, Targets: [TARGET] }) })).toEqual([]);
});
