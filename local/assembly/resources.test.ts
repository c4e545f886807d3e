import { expect, test } from 'vitest';
import { resolveStack } from './resources.ts';
import type { Template } from './template.ts';

const ENVIRONMENT = {
  accountId: '000000000000',
  region: 'eu-west-1',
  apiOrigin: 'http://localhost:4000',
};

function resolve(template: Template) {
  return resolveStack({ stackName: 'Demo', template, assetPath: () => undefined }, ENVIRONMENT);
}

function withTable(extra: Record<string, unknown>): Template {
  return {
    Resources: {
      Notes: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'notes' } },
      Role: { Type: 'AWS::IAM::Role', Properties: extra },
    },
  };
}

test('every intrinsic CDK writes is replaced', () => {
  const stack = resolve({
    Parameters: { Stage: { Type: 'String', Default: 'dev' } },
    Mappings: { Sizes: { dev: { memory: 128 } } },
    Conditions: { IsDev: { 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] } },
    ...withTable({
      ref: { Ref: 'Notes' },
      getAtt: { 'Fn::GetAtt': ['Notes', 'Arn'] },
      getAttText: { 'Fn::GetAtt': 'Notes.Arn' },
      join: { 'Fn::Join': ['/', ['a', { Ref: 'AWS::Region' }]] },
      sub: { 'Fn::Sub': '${AWS::AccountId}:${Notes}:${Notes.Arn}:${!Literal}' },
      subWith: { 'Fn::Sub': ['${x}-${Stage}', { x: { Ref: 'Notes' } }] },
      select: { 'Fn::Select': [1, { 'Fn::Split': ['-', 'a-b-c'] }] },
      base64: { 'Fn::Base64': 'hi' },
      found: { 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'memory'] },
      yes: { 'Fn::If': ['IsDev', 'small', 'large'] },
      gone: { Ref: 'AWS::NoValue' },
      list: ['a', { Ref: 'AWS::NoValue' }, 'b'],
    }),
  });

  expect(stack.ofType('AWS::IAM::Role')[0]?.properties).toEqual({
    ref: 'notes',
    getAtt: 'arn:aws:dynamodb:eu-west-1:000000000000:table/notes',
    getAttText: 'arn:aws:dynamodb:eu-west-1:000000000000:table/notes',
    join: 'a/eu-west-1',
    sub: '000000000000:notes:arn:aws:dynamodb:eu-west-1:000000000000:table/notes:${Literal}',
    subWith: 'notes-dev',
    select: 'b',
    base64: 'aGk=',
    found: 128,
    yes: 'small',
    list: ['a', 'b'],
  });
});

test('everything unsupported is named in one error, with its logical id', () => {
  const template = {
    Resources: {
      Queue: { Type: 'AWS::SQS::Queue' },
      Notes: { Type: 'AWS::DynamoDB::Table' },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          A: { 'Fn::GetAtt': ['Notes', 'StreamArn'] },
          B: { 'Fn::Cidr': ['10.0.0.0/16', 1, 8] },
          C: { Ref: 'Nobody' },
        },
      },
    },
  };

  expect(() => resolve(template)).toThrow(
    expect.objectContaining({
      code: 'ERR_TEMPLATE_UNSUPPORTED',
      message: [
        'The stack Demo uses what this local cloud does not have:',
        '  Queue: the resource type AWS::SQS::Queue is not supported',
        '  Role.A: GetAtt Notes.StreamArn is not supported or does not exist',
        '  Role.B: the intrinsic Fn::Cidr is not supported',
        '  Role.C: Ref Nobody: there is no such resource or parameter',
      ].join('\n'),
    }),
  );
});

test('physical names are the same in every run and differ between stacks', () => {
  const template = { Resources: { Files: { Type: 'AWS::S3::Bucket' } } };
  const files = { template, assetPath: () => undefined };
  const first = resolveStack({ ...files, stackName: 'One' }, ENVIRONMENT).resources[0]?.ref;
  const again = resolveStack({ ...files, stackName: 'One' }, ENVIRONMENT).resources[0]?.ref;
  const other = resolveStack({ ...files, stackName: 'Two' }, ENVIRONMENT).resources[0]?.ref;

  expect(first).toBe(again);
  expect(first).not.toBe(other);
  expect(first).toMatch(/^one-files-[a-z0-9]{13}$/);
});

test('a resource whose condition does not hold is not there', () => {
  const stack = resolve({
    Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
    Resources: { Files: { Type: 'AWS::S3::Bucket', Condition: 'Never' } },
  });

  expect(stack.resources).toEqual([]);
});

test('a resource that is left out is named with its reason, and what others say of it still resolves', () => {
  const stack = resolve({
    Resources: {
      Page: { Type: 'AWS::CloudFront::Distribution' },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: { Address: { 'Fn::GetAtt': ['Page', 'DomainName'] }, Id: { Ref: 'Page' } },
      },
    },
  });

  expect(stack.ignored).toEqual([
    {
      logicalId: 'Page',
      type: 'AWS::CloudFront::Distribution',
      reason: 'the page is served beside the API',
    },
  ]);
  expect(stack.ofType('AWS::IAM::Role')[0]?.properties).toEqual({
    Address: expect.stringMatching(/^d[a-z0-9]{13}\.cloudfront\.net$/) as string,
    Id: 'Page',
  });
});
