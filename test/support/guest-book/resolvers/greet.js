export function request(ctx) {
  return { operation: 'Invoke', payload: { name: ctx.args.name, from: 'a unit resolver' } };
}

export function response(ctx) {
  return ctx.result;
}
