export function request() {
  return { payload: { name: '1', next: { name: '2', next: { name: '3', next: null } } } };
}

export function response(ctx) {
  return ctx.result;
}
