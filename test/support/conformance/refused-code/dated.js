export function request() {
  return { payload: { at: Date.now() } };
}

export function response(ctx) {
  return ctx.result;
}
