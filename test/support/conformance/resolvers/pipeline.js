import { runtime } from '@aws-appsync/utils';

export function request(ctx) {
  ctx.stash.steps = ['request'];
  if (ctx.args.mode === 'early') runtime.earlyReturn({ from: 'request' });
  return { from: 'request' };
}

export function response(ctx) {
  return { steps: [...ctx.stash.steps, 'response'], prev: ctx.prev.result, result: ctx.result };
}
