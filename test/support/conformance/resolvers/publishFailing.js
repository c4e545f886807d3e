import { util } from '@aws-appsync/utils';

export function request() {
  return {};
}

export function response(ctx) {
  if (!ctx.args.append) util.error('not published', 'Refused');
  util.appendError('published all the same', 'Noted');
  return { id: ctx.args.id };
}
