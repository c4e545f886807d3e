export function request(ctx) {
  if (!ctx.args.id) {
    throw new Error('id is required');
  }
  return {};
}

export function response(ctx) {
  return ctx.result;
}
