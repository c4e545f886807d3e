export function request(ctx) {
  return { payload: ctx.source.nothing };
}

export function response(ctx) {
  return ctx.result;
}
