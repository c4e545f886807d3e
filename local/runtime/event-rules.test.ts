import { expect, test } from 'vitest';
import { resolveStack } from '../assembly/resources.ts';
import { readEventRules } from './event-rules.ts';

const ENVIRONMENT = {
  accountId: '000000000000',
  region: 'eu-west-1',
  apiOrigin: 'http://localhost:4000',
};
const WORK = { Id: 'Target0', Arn: { 'Fn::GetAtt': ['Work', 'Arn'] } };
const LOG = { Id: 'Target1', Arn: 'arn:aws:logs:eu-west-1:000000000000:log-group:/aws/events/x' };
const PATTERN = { source: ['shop'] };

function read(resources: Record<string, Record<string, unknown>>) {
  const rules = Object.entries(resources).map(([id, Properties]) => [
    id,
    { Type: 'AWS::Events::Rule', Properties },
  ]);
  const Resources = {
    Work: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'work' } },
    Log: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/aws/events/x' } },
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'orders' } },
    ...(Object.fromEntries(rules) as Record<string, { Type: string }>),
  };
  const files = { stackName: 'Demo', template: { Resources }, assetPath: () => undefined };
  return readEventRules(resolveStack(files, ENVIRONMENT));
}

test('rules of the default bus and of the stack’s own are read with their targets', () => {
  const { buses, rules } = read({
    Default: { EventPattern: PATTERN, Targets: [WORK, LOG] },
    Own: { EventPattern: PATTERN, EventBusName: { Ref: 'Bus' }, Targets: [WORK] },
    ByArn: {
      EventPattern: PATTERN,
      EventBusName: { 'Fn::GetAtt': ['Bus', 'Arn'] },
      Targets: [WORK],
    },
  });

  expect(buses).toEqual(['orders']);
  expect(rules.map(({ bus, targets }) => [bus, targets.map(({ arn }) => arn)])).toEqual([
    ['default', ['arn:aws:lambda:eu-west-1:000000000000:function:work', LOG.Arn]],
    ['orders', ['arn:aws:lambda:eu-west-1:000000000000:function:work']],
    ['orders', ['arn:aws:lambda:eu-west-1:000000000000:function:work']],
  ]);
});

test('what cannot be run is listed at once, with logical ids and reasons', () => {
  const queue = { Id: 'q', Arn: 'arn:aws:sqs:eu-west-1:000000000000:q' };

  expect(() =>
    read({
      Bus2: { EventPattern: PATTERN, EventBusName: 'elsewhere', Targets: [WORK] },
      Wrong: { EventPattern: { source: 'shop' }, Targets: [WORK] },
      Queue: { EventPattern: PATTERN, Targets: [queue] },
      Shaped: { EventPattern: PATTERN, Targets: [{ ...WORK, DeadLetterConfig: {}, Input: 'no' }] },
    }),
  ).toThrow(
    expect.objectContaining({
      code: 'ERR_TEMPLATE_UNSUPPORTED',
      message: [
        "The stack's event rules use what this local cloud does not have:",
        '  Bus2: its event bus elsewhere is not one of this stack',
        '  Wrong: its EventPattern: source must be an object or a list',
        '  Queue: its target arn:aws:sqs:eu-west-1:000000000000:q is neither a Lambda function nor a log group of this stack; SQS, SNS and other targets are not there',
        '  Shaped: DeadLetterConfig of a target is not supported',
        '  Shaped: its target: Input is not JSON: no',
      ].join('\n'),
    }),
  );
});

test('rules without an effect, and schedules, are let through', () => {
  expect(
    read({
      Off: { EventPattern: { source: 'x' }, State: 'DISABLED', Targets: [WORK] },
      Idle: { EventPattern: { source: 'x' } },
      Clock: { ScheduleExpression: 'rate(1 minute)', Targets: [WORK] },
    }).rules,
  ).toEqual([]);
});
