import { runtime, util } from '@aws-appsync/utils';

export function request(ctx) {
  ctx.stash.steps.push('first.request');
  const { mode } = ctx.args;
  if (mode === 'early first') runtime.earlyReturn({ from: 'first, early' });
  if (mode === 'early first END') runtime.earlyReturn({ from: 'first, early' }, { skipTo: 'END' });
  if (mode === 'unreadable') return { payload: ctx.nothing.at.all };
  return { payload: { seen: ctx.prev.result } };
}

export function response(ctx) {
  ctx.stash.steps.push('first.response');
  if (ctx.args.mode === 'error') util.error('stop', 'Stopped', { a: 1 }, { b: 2 });
  if (ctx.args.mode === 'append') util.appendError('noted', 'Noted', { a: 1 }, { b: 2 });
  return { from: 'first', seen: ctx.result.seen };
}
