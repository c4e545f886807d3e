export function request(ctx) {
  return { payload: { env: ctx.env, tags: ['a', 1, null] } };
}

export function response(ctx) {
  return ctx.result;
}
