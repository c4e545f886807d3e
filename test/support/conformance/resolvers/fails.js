import { util } from '@aws-appsync/utils';

export function request() {
  return {};
}

export function response(ctx) {
  const { kind } = ctx.args;
  if (kind === 'plain') util.error('only words');
  if (kind === 'full') util.error('words', 'Kind', { a: 'A', b: 'B' }, { whole: [1] });
  if (kind === 'unauthorized') util.unauthorized();
  util.appendError('appended', 'Appended', { a: 'A', b: 'B' }, { whole: [1] });
  return { a: 'a', b: 'b' };
}
