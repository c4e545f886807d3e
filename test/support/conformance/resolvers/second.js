export function request(ctx) {
  ctx.stash.steps.push('second.request');
  return { payload: { seen: ctx.prev.result } };
}

export function response(ctx) {
  ctx.stash.steps.push('second.response');
  return { from: 'second', seen: ctx.result.seen };
}
