export function request() {
  return { payload: { name: 'n', iamName: 'i', open: 'o', closed: 'c' } };
}

export function response(ctx) {
  return ctx.result;
}
