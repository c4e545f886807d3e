import { expect, test } from 'vitest';
import { parseFunctionName } from './function-name.ts';

test.each([
  ['my-function', { name: 'my-function' }],
  ['my-function:$LATEST', { name: 'my-function', qualifier: '$LATEST' }],
  ['function:f', { name: 'f' }],
  ['123456789012:function:f', { name: 'f', accountId: '123456789012' }],
  [
    'arn:aws:lambda:eu-west-1:123456789012:function:f:live',
    { name: 'f', region: 'eu-west-1', accountId: '123456789012', qualifier: 'live' },
  ],
])('reads %s', (text, reference) => {
  expect(parseFunctionName(text)).toEqual({
    qualifier: undefined,
    region: undefined,
    accountId: undefined,
    ...reference,
  });
});

test.each(['', 'a/b', '../etc', 'a b', 'f:g:h', 'arn:aws:s3:::bucket'])('refuses %j', (text) => {
  expect(parseFunctionName(text)).toBeUndefined();
});
