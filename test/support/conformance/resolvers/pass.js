export function request(ctx) {
  return ctx.args.request;
}

export function response(ctx) {
  return { result: ctx.result, error: ctx.error ?? null };
}
