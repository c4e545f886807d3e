import { util } from '@aws-appsync/utils';

export function request(ctx) {
  if (ctx.args.how === 'unauthorized') util.unauthorized();
  return {};
}

export function response(ctx) {
  if (ctx.args.how === 'error') util.error('not today', 'Refused');
  return null;
}
