export function request(ctx) {
  return { payload: { author: ctx.request.headers['x-author'] ?? 'somebody' } };
}

export function response(ctx) {
  ctx.stash.author = ctx.result.author;
  return ctx.result;
}
