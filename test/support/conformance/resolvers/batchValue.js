export function request(ctx) {
  return { operation: 'BatchInvoke', payload: { id: ctx.source.id } };
}

export function response(ctx) {
  return ctx.result;
}
